import { type Command, Option } from 'commander';
import { PACKS } from '../../inspect/packs.ts';
import { addExamples } from '../examples.ts';
import type { ScanOptions } from '../scan/settings.ts';

/** An option that may be repeated. Its words only serve the completion scripts: they are judged with the lists in mind. */
function listOption(flags: string, description: string, words: readonly string[] = []): Option {
  const option = new Option(flags, description);
  option.argParser((value: string, before?: readonly string[]) => [...(before ?? []), value]);
  return words.length === 0 ? option : Object.assign(option, { argChoices: [...words] });
}

/** An option with fixed words, which are judged where the others are. */
function wordOption(flags: string, description: string, words: readonly string[]): Option {
  return Object.assign(new Option(flags, description), { argChoices: [...words] });
}

/** Adds `weir scan`. */
export function register(program: Command): void {
  const command = program
    .command('scan')
    .description(
      'Look for what the gateway would stop, in files, folders or stdin. Values are never shown. Exits with 1 when there is any, with 2 when something cannot be read.',
    )
    .argument('[files...]', 'files and folders; - or nothing for stdin')
    .option('--json', 'One JSON document.')
    .option('--jsonl', 'Read {"id","text","context"?} a line, and print {"id","findings"} a line.')
    .addOption(
      listOption('--pack <names>', 'Look for more: names with commas between, or all. May be repeated.', [
        ...PACKS,
        'all',
      ]),
    )
    .addOption(listOption('--disable <kind>', 'Id of a kind that is not looked for. May be repeated.'))
    .addOption(
      wordOption('--direction <way>', 'As a request (default) or as an answer.', ['request', 'answer']),
    )
    .option('--explain', 'For each finding: why it is one, what happens to it, how to exempt it.')
    .addOption(
      wordOption('--min-confidence <level>', 'Leave out less sure findings: proved, shaped, likely, weak.', [
        'proved',
        'shaped',
        'likely',
        'weak',
      ]),
    )
    .option('--config <file>', 'Config file: its packs, rules, homes and exemptions count.')
    .option('--host <name>', 'Where it would go to (or come from): homes and exemptions of that host count.')
    .option('--no-ignore', 'Search everything: what .gitignore names as well, and .git.')
    .option('--no-progress', 'No progress bar.')
    .action(async (files: readonly string[], options: ScanOptions) =>
      (await import('../run-scan.ts')).runScan(files, options),
    );
  addExamples(command, [
    ['this folder, without what .gitignore names', 'weir scan .'],
    ['what is about to be committed', 'git diff --cached | weir scan'],
    ['a file, and why', 'weir scan --explain prompt.txt'],
    ['personal data and card numbers too', 'weir scan --pack personal-data,money export.csv'],
    ['only what is certain, for a build', 'weir scan --min-confidence shaped --no-progress src'],
    [
      'with the rules of a gateway, as if it went there',
      'weir scan --config weir.yaml --host api.acme.io --explain body.json',
    ],
    ['many texts at once', 'weir scan --jsonl rows.jsonl > findings.jsonl'],
  ]);
}
