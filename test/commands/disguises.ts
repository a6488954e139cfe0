// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells expand these.
/** Ways to write a command so that who looks for its words does not see them. */

/** A name for the way, and the way. */
export interface Disguise {
  readonly name: string;
  readonly of: (command: string) => string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** The program, and all that follows. */
const parts = (command: string): [string, string] => {
  const at = command.indexOf(' ');
  return at < 0 ? [command, ''] : [command.slice(0, at), command.slice(at)];
};
const named = (change: (name: string) => string) => (command: string) => {
  const [name, rest] = parts(command);
  return change(name) + rest;
};
const wide = (text: string): string =>
  text.replace(/[a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

/** For commands that begin with the plain name of a program. */
export const NAME_DISGUISES: readonly Disguise[] = [
  { name: 'double quotes within', of: named((n) => `${n[0]}"${n.slice(1)}"`) },
  { name: 'empty quotes within', of: named((n) => `${n[0]}''${n.slice(1)}`) },
  { name: 'backslash', of: named((n) => `${n.slice(0, 1)}\\${n.slice(1)}`) },
  { name: 'backslash in front', of: (c) => `\\${c}` },
  { name: 'hexadecimal escapes', of: named((n) => `$'${[...n].map((c) => `\\x${hex(c)}`).join('')}'`) },
  {
    name: 'octal escapes',
    of: named((n) => `$'${[...n].map((c) => `\\${c.charCodeAt(0).toString(8)}`).join('')}'`),
  },
  { name: 'variable', of: named((n) => `x=${n}; $x`) },
  { name: 'two variables', of: named((n) => `a=${n.slice(0, 1)};b=${n.slice(1)};$a\${b}`) },
  { name: 'substitution', of: named((n) => `$(echo ${n})`) },
  { name: 'backticks', of: named((n) => `\`printf %s ${n}\``) },
  {
    name: 'octal printf',
    of: named((n) => `$(printf '${[...n].map((c) => `\\${c.charCodeAt(0).toString(8)}`).join('')}')`),
  },
  { name: 'base64 of the name', of: named((n) => `$(echo ${base64(n)} | base64 -d)`) },
  { name: 'reversed name', of: named((n) => `$(rev<<<${[...n].reverse().join('')})`) },
  { name: 'nothing within', of: named((n) => `${n[0]}$@${n.slice(1)}`) },
  { name: 'unset variable within', of: named((n) => `${n[0]}\${zz}${n.slice(1)}`) },
  { name: 'folder', of: (c) => `/usr/bin/${c}` },
  { name: 'full width', of: named(wide) },
  { name: 'zero width', of: named((n) => `${n[0]}\u200b${n.slice(1)}`) },
  { name: 'line continuation', of: named((n) => `${n[0]}\\\n${n.slice(1)}`) },
  { name: 'alias', of: named((n) => `alias zz=${n}; zz`) },
  { name: 'array', of: named((n) => `v=(${n}); "\${v[0]}"`) },
  {
    name: 'tr',
    of: named(
      (n) =>
        `$(tr a-z b-za <<< ${n.replace(/[a-z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 97 + 25) % 26) + 97))})`,
    ),
  },
];

/** For any command line. */
export const LINE_DISGUISES: readonly Disguise[] = [
  { name: 'sh -c', of: (c) => `sh -c ${quoted(c)}` },
  { name: 'bash -lc', of: (c) => `bash -lc ${quoted(c)}` },
  { name: 'eval', of: (c) => `eval ${quoted(c)}` },
  { name: 'base64 | sh', of: (c) => `echo ${base64(c)} | base64 -d | sh` },
  { name: 'base64 in a here-string', of: (c) => `bash <<< "$(base64 --decode <<< ${base64(c)})"` },
  { name: 'eval of base64', of: (c) => `eval "$(echo ${base64(c)}|base64 -d)"` },
  { name: 'bash -c of base64', of: (c) => `bash -c "$(printf %s ${base64(c)} | base64 -d)"` },
  { name: 'xxd', of: (c) => `echo ${hex(c)} | xxd -r -p | bash` },
  { name: 'rev', of: (c) => `rev <<< ${quoted([...c].reverse().join(''))} | sh` },
  { name: 'here-document', of: (c) => `bash <<'END'\n${c}\nEND` },
  { name: 'cat into sh', of: (c) => `cat <<'END' | sh\n${c}\nEND` },
  { name: 'behind a harmless one', of: (c) => `ls -la && ${c}` },
  { name: 'behind true', of: (c) => `true; ${c}` },
  { name: 'in the background', of: (c) => `(${c}) &` },
  { name: 'function', of: (c) => `f() { ${c}; }; f` },
  { name: 'if', of: (c) => `if true; then ${c}; fi` },
  { name: 'loop', of: (c) => `for i in 1; do ${c}; done` },
  { name: 'in a variable', of: (c) => `CMD=${quoted(c)}; eval "$CMD"` },
  { name: 'in a file', of: (c) => `printf '%s\\n' ${quoted(c)} > /tmp/z.sh; sh /tmp/z.sh` },
  { name: 'python', of: (c) => `python3 -c ${quoted(`import os; os.system(${JSON.stringify(c)})`)}` },
  {
    name: 'python base64',
    of: (c) =>
      `python3 -c ${quoted(`import os,base64; os.system(base64.b64decode("${base64(c)}").decode())`)}`,
  },
  { name: 'perl', of: (c) => `perl -e ${quoted(`system(${JSON.stringify(c)})`)}` },
  { name: 'comment in front', of: (c) => `# clean up\n${c} # done` },
  {
    name: 'double encoding',
    of: (c) => `echo ${base64(`echo ${base64(c)} | base64 -d | bash`)} | base64 -d | bash`,
  },
  { name: 'process substitution', of: (c) => `bash <(echo ${base64(c)} | base64 -d)` },
  {
    name: 'hexadecimal printf',
    of: (c) =>
      `printf '${[...Buffer.from(c)].map((b) => `\\x${b.toString(16).padStart(2, '0')}`).join('')}' | sh`,
  },
];

/** In front of programs that are no words of the shell. */
export const PREFIX_DISGUISES: readonly Disguise[] = [
  ...[
    'sudo',
    'sudo -n -u root',
    'env',
    'env -i PATH=/bin',
    'nohup',
    'command',
    'exec',
    'busybox',
    'timeout 60',
    'nice -n 19',
    'setsid',
    'time',
    'X=1 Y=2',
    'sudo env FOO=bar nohup',
  ].map((prefix) => ({ name: prefix, of: (c: string) => `${prefix} ${c}` })),
];
