/**
 * One-liners of interpreters: `python -c`, `perl -e`, `ruby -e`, `php -r`, `node -e`, awk. Their strings are put
 * together, what they decode is decoded, and what they hand to a shell goes back to its reader.
 */

import { unescapeC } from './expand.ts';
import { pathNamed } from './naming.ts';
import { isDisk, lossOf } from './paths.ts';
import { forkBombAt } from './rules/fork.ts';
import { secretIn } from './sensitive-paths.ts';
import { decode64, decodeHex, rot13 } from './static-output.ts';
import type { Step } from './step.ts';

/** Longest code that is read, most strings and scripts in it, and how often it is decoded again. */
const MAX_CODE = 65_536;
const MAX_STRINGS = 512;
const MAX_SCRIPTS = 32;
const MAX_ROUNDS = 4;

const STRING = /(["'`])((?:(?!\1)[^\\\n]|\\[\s\S]){0,4000}?)\1/g;
const JOINED = /(["'])\s{0,8}(?:\+|\.(?!\w)|\s)\s{0,8}\1/g;
const CHR =
  /(?:chr|String\.fromCharCode|\[char\])\s{0,2}\(?\s{0,2}((?:0x[0-9a-f]{1,4}|\d{1,5})(?:\s?,\s?(?:0x[0-9a-f]{1,4}|\d{1,5})){0,400})\s{0,2}\)?/gi;
const DECODING =
  /(?:b64decode|atob|decode_base64|base64_decode|decode64|urlsafe_b64decode|Buffer\.from|unpack1?|unhexlify|fromhex|hex2bin|str_rot13|codecs\.decode|a2b_base64|FromBase64String|strrev)\s{0,4}\(?\s{0,4}(?:b|u|r)?(["'`])([A-Za-z0-9+/=_\-\s]{4,16000})\1/g;
const ROT13 = /codecs\.decode\s?\(\s?(["'])((?:(?!\1)[^\\\n]|\\.){4,2000})\1\s?,\s?["']rot[_-]?13/g;
const CALLS =
  /(?:\bsystem|popen\d?|\bexec[lvpe]{0,4}|execSync|spawn(?:Sync)?|shell_exec|passthru|proc_open|subprocess\.\w+|getoutput|check_output|check_call|\bcall|\brun|Popen|os\.execute|backtick|Kernel\.\w+|\$\(|pcntl_exec|execFile(?:Sync)?|posix_spawn|startfile|capture2e?|io\.popen|getline)\s{0,4}[([]?\s{0,4}\[?\s{0,4}(?:f|b|r|u)?(["'`])((?:(?!\1)[^\\]|\\[\s\S]){1,4000})\1((?:\s{0,4},\s{0,4}\[?\s{0,4}(["'`])(?:(?!\4)[^\\]|\\[\s\S]){0,1000}\4){0,16})/g;
const TICKS = /(?:`|%x[({[]|qx[({[/])([^`)}\]]{2,2000})[`)}\]/]/g;
const CONNECTS =
  /create_connection|import[^;\n]{0,40}\bsocket\b[^\n]*connect|socket\.socket|socket\.create_connection|IO::Socket|\buse Socket|Socket\b.*\bconnect\s?\(|TCPSocket|fsockopen|pfsockopen|stream_socket_client|net\.(?:connect|createConnection|Socket)|require\(["']net["']\)|socket\.tcp|Net\.Sockets\.TCPClient|TcpClient|\/inet\/(?:tcp|udp)\/|asyncio\.open_connection|socket_connect|require\(["']tls["']\)|Deno\.connect|telnetlib/i;
const GIVES =
  /`#\{|\b(?:puts|print|write)\s{1,4}`|dup2|pty\.spawn|\/bin\/(?:ba|z|da)?sh|cmd\.exe|powershell|subprocess|os\.popen|os\.system|IO\.popen|proc_open|shell_exec|\bexec\s?[("'`]|child_process|\bsystem\b|popen|>&S|os\.execute|iex\b|invoke-expression|getline/i;
const FETCHES =
  /getstore|\bcopy\s?\(\s?["']https?|urlopen|urlretrieve|requests\.(?:get|post)|httpx\.|http\.client|https?\.get|\bfetch\s?\(|LWP|HTTP::Tiny|\bget\s?\(?["']http|open-uri|URI\.(?:open|parse)|Net::HTTP|file_get_contents\s?\(\s?["']https?|curl_exec|axios|got\(|DownloadString|wget\.download|fopen\s?\(\s?["']https?|(?:include|require)(?:_once)?\s?\(?["']https?|socket\.http|XMLHttpRequest|import\s?\(\s?["']https?|Mechanize|HTTParty|open\s?\(\s?["']https?/i;
const EXECUTES =
  /\bexec\s?[("'`]|\beval\b|new Function|os\.system|subprocess|child_process|\bsystem\s?[("']|compile\s?\(|runpy|instance_eval|execSync|(?:include|require)(?:_once)?\s?\(?["']https?|import\s?\(\s?["']https?|loadstring|load\s?\(|os\.popen|vm\.run|shell_exec|passthru|__import__\(["']os/i;
const SENDS =
  /urlopen|requests\.(?:post|put|get)|httpx|http\.client|https?\.(?:request|get)|\bfetch\s?\(|LWP|HTTP::Tiny|Net::HTTP|curl_exec|axios|fsockopen|TCPSocket|socket\.socket|create_connection|net\.connect|file_get_contents\s?\(\s?["']https?|smtplib|ftplib|gethostbyname|dns\.(?:resolve|lookup)|sendto|upload|mail\s?\(/i;
const DELETES =
  /rmtree|rm_rf?|rm_r\b|rmSync|rmdirSync|fs\.rm|promises\.rm|rimraf|remove_entry|remove_tree|removeSync|unlink|os\.remove|removedirs|RecursiveDirectoryIterator|Dir\.delete|FileUtils|shutil\.move|File\.delete|rmdir|fs\.unlink/;
const WRITES = /\bopen\s?\(|fopen|writeFile|File\.(?:open|write)|io\.open|os\.open/;
const ENVIRONMENT =
  /os\.environ(?!\s?\[|\.get)|process\.env(?!\.|\[)|\bENV\.(?:to_|inspect|map)|%ENV|getenv\(\)|\$_ENV|dict\(os\.environ/;

/**
 * Judges the code of a one-liner.
 * @returns texts that it hands to a shell
 */
export function judgeCode(code: string, step: Step, depth: number): string[] {
  let text = spelledOut(code.slice(0, MAX_CODE));
  const scripts: string[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const decoded = decodings(text);
    if (decoded === '') break;
    text = spelledOut(`${text.replace(DECODING, '""')}\n${decoded}`.slice(0, MAX_CODE));
    // What was decoded may be a script as well as code.
    if (EXECUTES.test(text)) scripts.push(decoded);
  }
  judge(text, step);
  if (depth >= 6) return [];
  for (const match of text.matchAll(CALLS)) {
    if (scripts.length >= MAX_SCRIPTS) break;
    const rest = [...match[3]!.matchAll(/(["'`])((?:(?!\1)[^\\]|\\[\s\S])*)\1/g)].map((one) => one[2]!);
    const first = match[2]!.replace(/\\(["'`\\]|n)/g, (_, c: string) => (c === 'n' ? '\n' : c));
    scripts.push(
      rest.length === 0
        ? first
        : [
            first,
            ...rest.map((word) => (/[\s;|&]/.test(word) ? `'${word.replaceAll("'", '')}'` : word)),
          ].join(' '),
    );
  }
  if (
    scripts.some((script) =>
      /^(?:exec\s)?(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh(?:\s-[ip]{1,2})?$/.test(script.trim()),
    )
  )
    step.report('privilege', /awk$/.test(step.program.name) ? 0.82 : 0.5, 'code that starts a shell');
  for (const match of text.matchAll(TICKS)) if (scripts.length < MAX_SCRIPTS) scripts.push(match[1]!);
  return scripts;
}

function judge(text: string, step: Step): void {
  const words = stringsOf(text);
  if (CONNECTS.test(text) && GIVES.test(text))
    step.report('reverse-shell', 0.95, 'code that hands a shell to a connection');
  if (FETCHES.test(text) && EXECUTES.test(text))
    step.report('download-and-run', 0.88, 'code that runs what it fetches');
  if (DELETES.test(text)) {
    const lost =
      words.find((word) => lossOf(word, true) !== undefined) ??
      (/expanduser\s?\(\s?["']~|Path\.home\(\)|homedir\(\)|Dir\.home|\$?ENV\[?\{?["']?HOME/.test(text)
        ? '~'
        : undefined);
    if (lost !== undefined)
      step.report('destructive', 0.92, `code that deletes ${pathNamed(lost, 'what nobody can bring back')}`);
  }
  if (WRITES.test(text) && words.some(isDisk))
    step.report('destructive', 0.93, 'code that writes over a disk');
  if (forkBombAt(text) >= 0) step.report('destructive', 0.9, 'code that starts itself without end');
  const secret =
    words.map((word) => secretIn(word)).find((one) => one !== undefined) ??
    (step.input.secret || (ENVIRONMENT.test(text) ? { what: 'the environment', weight: 0.9 } : undefined));
  if (secret !== undefined && SENDS.test(text))
    step.report('exfiltration', secret.weight, `code that sends ${secret.what}`);
  else if (secret !== undefined && secret.weight >= 0.92 && words.length > 0)
    step.report('credential-theft', 0.55, `code that reads ${secret.what}`);
  if (
    /\bsetuid\s?\(\s?0|setresuid\s?\(\s?0|\$<\s?=\s?\$>\s?=\s?0/.test(text) &&
    /exec|system|spawn|\/bin\//.test(text)
  )
    step.report('privilege', 0.85, 'code that becomes root');
  if (
    words.some((word) =>
      /authorized_keys$|\/etc\/(?:cron|sudoers|passwd|ld\.so\.preload)|\.bashrc$/.test(word),
    ) &&
    /["']\s?[aw]b?\+?["']|append|appendFile|write/.test(text)
  )
    step.report('persistence', 0.83, 'code that writes to what runs or lets in later');
}

/** The code with its strings joined and its escapes undone. */
function spelledOut(code: string): string {
  let text = code;
  if (/\\(?:x[0-9a-f]{2}|[0-7]{3}|u[0-9a-f]{4})/i.test(text))
    text = text.replace(/(?<!\\)\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[0-7]{3})/gi, (one) => unescapeC(one));
  if (/chr|char/i.test(text)) {
    text = text.replace(
      CHR,
      (_, numbers: string) =>
        `"${numbers
          .split(',')
          .map((one) => character(Number(one)))
          .join('')}"`,
    );
  }
  return text
    .replace(/(["'])\s{0,8}(?:\+|\.(?!\w)|,(?=\s?$))\s{0,8}(["'])/g, (all, a: string, b: string) =>
      a === b ? '' : all,
    )
    .replace(/"" ?[+.] ?|["'] ?\+ ?["']/g, '')
    .replace(JOINED, (all) => (/[+.]/.test(all) ? '' : all));
}

function character(code: number): string {
  return Number.isInteger(code) && code >= 0 && code < 0x10000 ? String.fromCharCode(code) : '';
}

function stringsOf(text: string): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(STRING)) {
    if (words.length >= MAX_STRINGS) break;
    if (match[2] !== '') words.push(match[2]!);
  }
  return words;
}

function decodings(text: string): string {
  const found: string[] = [];
  for (const match of text.matchAll(DECODING)) {
    if (found.length >= MAX_SCRIPTS) break;
    const [all, , value] = match as unknown as [string, string, string];
    const after = text.slice(match.index + all.length, match.index + all.length + 24);
    if (/hex/i.test(all + after)) found.push(decodeHex(value) ?? '');
    else if (/rot/i.test(all + after)) found.push(rot13(value));
    else if (/strrev/.test(all)) found.push([...value].reverse().join(''));
    else found.push(decode64(value) ?? '');
  }
  for (const match of text.matchAll(ROT13)) found.push(rot13(match[2]!.replace(/\\(["'\\])/g, '$1')));
  for (const match of text.matchAll(
    /(["'])([^"'\n]{4,2000})\1\s?(?:\[::-1\]|\.reverse\b|\.split\(""\)\.reverse)/g,
  ))
    found.push([...match[2]!].reverse().join(''));
  return found.filter((one) => /[\x20-\x7e]{4}/.test(one)).join('\n');
}
