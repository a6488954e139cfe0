import type { Kind } from '../src/inspect/kind.ts';
import { ALL_KINDS } from '../src/inspect/kinds/all.ts';
import { DEFAULT_PACKS, PACK_CATEGORIES, PACKS } from '../src/inspect/packs.ts';

/** docs/kinds.md: every kind, as the table in the code has it. */
export function kindsPage(): string {
  const blocking = ALL_KINDS.filter((kind) => kind.action === 'block').length;
  const lines = [
    '# Kinds',
    '',
    `${ALL_KINDS.length} kinds with an id of their own: ${blocking} block when they leave, ${ALL_KINDS.length - blocking} are recorded. This page is`,
    'written by `npm run docs`; what the columns mean stands in [detection](detection.md). Any kind can be switched off by its',
    'id (`inspect.disable`), and `inspect.actions` changes what is done about it.',
    '',
  ];
  for (const pack of PACKS) {
    const kinds = ALL_KINDS.filter((kind) => firstPackOf(kind) === pack);
    if (kinds.length === 0) continue;
    lines.push(`## Pack \`${pack}\`${DEFAULT_PACKS.includes(pack) ? ' (on by default)' : ''}`, '');
    lines.push('| Id | Name | Vendor | Severity | Found by | In requests |', '|---|---|---|---|---|---|');
    for (const kind of kinds) {
      lines.push(
        `| \`${kind.id}\` | ${cell(kind.name)} | ${cell(kind.vendor)} | ${kind.severity} | ${foundBy(kind)} | ${kind.action} |`,
      );
    }
    lines.push('');
  }
  return lines.join('\n');
}

function firstPackOf(kind: Kind): string | undefined {
  const category = kind.category ?? 'credential';
  return PACKS.find((pack) => PACK_CATEGORIES[pack].includes(category));
}

/** What a value of the kind is recognised by. */
function foundBy(kind: Kind): string {
  const ways = [
    ...(kind.anchors.length > 0 ? ['literal'] : []),
    ...(kind.candidate === undefined ? [] : ['form']),
    ...(kind.named === undefined ? [] : ['name before it']),
  ];
  if (kind.near !== undefined) ways.push('context');
  if (kind.validator !== undefined) ways.push(kind.strict === true ? 'check (required)' : 'check');
  return ways.join(', ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
