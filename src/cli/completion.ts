import type { Argument, Command, Option } from 'commander';

/** What can follow a word of the command line, out of the commander tree. */
export interface CompletionNode {
  /** `weir records verify` as `records verify`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly CompletionOption[];
  /** True when an argument is a file name. */
  readonly files: boolean;
  /** Fixed words of the arguments. */
  readonly words: readonly string[];
}

/** One option. */
export interface CompletionOption {
  readonly long: string;
  readonly about: string;
  readonly takesValue: boolean;
  /** Fixed words of its value. */
  readonly words: readonly string[];
  /** True when its value is the name of a file or directory. */
  readonly files: boolean;
}

/** Flattens the commander tree. */
export function completionNodes(program: Command): CompletionNode[] {
  const nodes: CompletionNode[] = [];
  const visit = (command: Command, path: readonly string[]): void => {
    const args: readonly Argument[] = command.registeredArguments;
    nodes.push({
      path: path.join(' '),
      commands: command.commands.map((child) => ({ name: child.name(), about: child.description() })),
      options: [...command.options.filter((option) => !option.hidden).map(optionOf), HELP],
      files: args.some((arg) => /file/.test(arg.name())),
      words: args.flatMap((arg) => arg.argChoices ?? []),
    });
    for (const child of command.commands) visit(child, [...path, child.name()]);
  };
  visit(program, []);
  return nodes;
}

const HELP: CompletionOption = {
  long: '--help',
  about: 'Show help.',
  takesValue: false,
  words: [],
  files: false,
};

function optionOf(option: Option): CompletionOption {
  return {
    long: option.long ?? option.flags,
    about: option.description.replace(/ \(default: .*\)$/, ''),
    takesValue: option.required || option.optional,
    words: option.argChoices ?? [],
    files: /<(?:file|dir)/.test(option.flags),
  };
}

/** The shells there are scripts for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The completion script of a shell. */
export function completionScript(program: Command, shell: Shell): string {
  const nodes = completionNodes(program);
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](nodes);
}

/** Shell cases `path:option) words` shared by bash and zsh. */
function valueCases(
  nodes: readonly CompletionNode[],
  words: (list: readonly string[]) => string,
  files: string,
) {
  return nodes.flatMap((node) =>
    node.options
      .filter((option) => option.takesValue)
      .map((option) => {
        const action = option.words.length > 0 ? words(option.words) : option.files ? files : ':';
        return `    '${node.path}:${option.long}') ${action}; return ;;`;
      }),
  );
}

/** A shell loop that finds the command path: only words that are commands lengthen it. */
function pathCase(nodes: readonly CompletionNode[]): string {
  const paths = nodes.filter((node) => node.path !== '').map((node) => `'${node.path}'`);
  return `${paths.join('|')})`;
}

function bashScript(nodes: readonly CompletionNode[]): string {
  const cases = nodes.map((node) => {
    const words = [
      ...node.commands.map((child) => child.name),
      ...node.words,
      ...node.options.map((option) => option.long),
    ];
    const files = node.files ? '; [[ $cur == -* ]] || COMPREPLY+=($(compgen -f -- "$cur"))' : '';
    return `    '${node.path}') COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$cur"))${files} ;;`;
  });
  return `# bash completion of weir: source <(weir completion bash)
_weir() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path= word next i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == -- ]]; then
      COMPREPLY=($(compgen -c -- "$cur"))
      return
    fi
    next=\${path:+$path }$word
    case $next in
      ${pathCase(nodes)} path=$next ;;
    esac
  done
  case $path:$prev in
${valueCases(nodes, (list) => `COMPREPLY=($(compgen -W '${list.join(' ')}' -- "$cur"))`, 'COMPREPLY=($(compgen -f -- "$cur"))').join('\n')}
  esac
  case $path in
${cases.join('\n')}
  esac
}
complete -F _weir weir
`;
}

/** Text inside single quotes of zsh's _describe: its separator and the quote go. */
function plain(text: string): string {
  return text
    .replace(/'/g, '’')
    .replace(/:/g, ' -')
    .replace(/[\\`$]/g, '');
}

function zshScript(nodes: readonly CompletionNode[]): string {
  const cases = nodes.map((node) => {
    const entries = [
      ...node.commands.map(({ name, about }) => `'${name}:${plain(about)}'`),
      ...node.words.map((word) => `'${word}'`),
      ...node.options.map(({ long, about }) => `'${long}:${plain(about)}'`),
    ];
    return `    '${node.path}') entries=(${entries.join(' ')}); _describe weir entries${node.files ? '; _files' : ''} ;;`;
  });
  return `#compdef weir
# zsh completion of weir: weir completion zsh > "\${fpath[1]}/_weir"
_weir() {
  local path_= word next prev=\${words[CURRENT-1]} i
  local -a entries
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ $word == -- ]]; then
      _command_names
      return
    fi
    next=\${path_:+$path_ }$word
    case $next in
      ${pathCase(nodes)} path_=$next ;;
    esac
  done
  case $path_:$prev in
${valueCases(nodes, (list) => `compadd ${list.join(' ')}`, '_files').join('\n')}
  esac
  case $path_ in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _weir ]]; then _weir "$@"; else compdef _weir weir; fi
`;
}

function fishScript(nodes: readonly CompletionNode[]): string {
  const quoted = (text: string) => `'${plain(text)}'`;
  const lines = nodes.flatMap((node) => {
    const at = `complete -c weir -n '__weir_at "${node.path}"'`;
    return [
      ...node.commands.map(({ name, about }) => `${at} -f -a ${name} -d ${quoted(about)}`),
      ...node.words.map((word) => `${at} -f -a ${word}`),
      ...node.options.map((option) => {
        const words = option.words.length > 0 ? ` -x -a '${option.words.join(' ')}'` : '';
        const value = words !== '' ? words : option.takesValue ? (option.files ? ' -r -F' : ' -x') : '';
        return `${at} -l ${option.long.slice(2)}${value} -d ${quoted(option.about)}`;
      }),
      ...(node.files ? [`${at} -F`] : []),
    ];
  });
  const known = nodes.filter((node) => node.path !== '').map((node) => `'${node.path}'`);
  return `# fish completion of weir: weir completion fish > ~/.config/fish/completions/weir.fish
function __weir_at
  set -l path ''
  for word in (commandline -opc)[2..]
    set -l next (string trim "$path $word")
    contains -- $next ${known.join(' ')}; and set path $next
  end
  test "$path" = "$argv[1]"
end
complete -c weir -f
${lines.join('\n')}
`;
}
