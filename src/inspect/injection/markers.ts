/** What stands out by its form: forged turns of a conversation, labels, pictures that carry data away. */
import type { Group, Hit } from './hit.ts';
import { ROLE } from './roles.ts';
import type { Tokens } from './tokens.ts';

/** Shapes are sticky and compared with the folded text as it was written, capitals included. */
const TURN_TOKEN =
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|end_header_id|eot_id|begin_of_text)\|>/y;
const SYSTEM_TOKEN = /<<\/?SYS>>/y;
const TAG =
  /<\/?(?:system|important|admin|tool_result|tool_results|tool_output|function_results?|tool_response|system-reminder|system_prompt|system_message|user_query|override|critical|instructions?|assistant|developer|human|untrusted_\w{1,20}|function_calls?|tool_call)>/iy;
const BRACKET = /\[\/?INST\]/y;
const BRACKETED = /\[(?:SYSTEM|ADMIN|system|System)(?: [A-Za-z]{1,16})?\]/y;
const TURN =
  /(?:Human|User|human|user)[ \t]{0,4}:[^\n]{0,1000}\n{1,3}[ \t]{0,8}(?:Assistant|AI|System|assistant)[ \t]{0,4}:/y;
const EDGE =
  /(?:END|BEGIN|START|STOP|End|Begin) (?:OF )?(?:of )?(?:THE )?(?:the )?(?:DATA|DOCUMENT|CONTEXT|INPUT|PROMPT|INSTRUCTIONS|SYSTEM|USER|TOOL|SEARCH|RESULTS?|CONVERSATION|EMAIL|MESSAGE|document|data|context|prompt|instructions|user|email|system)\b/y;
const TITLE =
  '(?:OVERRIDE|NOTICE|UPDATE|MESSAGE|ALERT|COMMAND|INSTRUCTIONS?|PROMPT|NOTE|DIRECTIVE|REQUEST|ANNOUNCEMENT|WARNING|MODE|POLICY|[Oo]verride|[Nn]otice|[Mm]essage|[Aa]lert|[Ii]nstructions?|[Pp]rompt|[Dd]irective|[Nn]ote)';
const HEADING = new RegExp(
  `(?:SYSTEM|ADMIN|DEVELOPER|ROOT|OPERATOR|System|Admin|Developer)(?: ${TITLE})?[\\])}*#=_]{0,6}[ \\t]{0,4}:`,
  'y',
);
const CAPITALS =
  /(?:SYSTEM|ADMIN|ADMINISTRATOR|DEVELOPER|ROOT|OPERATOR)(?: [A-Z]{3,16})?[\])}*#=_]{0,6}[ \t]{0,4}:/y;
const TITLED = /(?:SYSTEM|ADMIN) (?:OVERRIDE|NOTICE|UPDATE|MESSAGE|ALERT|COMMAND|INSTRUCTION|DIRECTIVE)\b/y;
/** Signs between the beginning of a line and its heading. */
const DECORATION = ' \t#>*[({=_-/@';
const BOUNDARY = '\n\r>"\'([.!?:;{|\u0001';
const MAX_DECORATION = 12;
const ENDS = '.!?:';
const MAX_BLANK = 400;

/** Target of a link or picture of Markdown; what it holds is looked at afterwards. */
const TARGET = /\]\(\s{0,4}<?https?:\/\/([^\s)?#/]{1,200}[^)\n]{0,400})/y;
const MAX_LABEL = 120;
const GAP = /[{<[$]|%7b/i;
const CARRIED =
  /data|secret|chat|history|conversation|user|token|key|password|email|e-mail|message|summary|context|prompt|content|everything|info|name|memory|file/i;
const PLACEHOLDER =
  /[=/](?:YOUR_)?(?:DATA|SECRETS?|CHAT|HISTORY|CHAT_HISTORY|CONVERSATION|BASE64|EXFIL|PASSWORD|API_?KEY|TOKEN|SUMMARY|CONTENT|MEMORY|MESSAGES?)(?:_HERE)?\b/;
const SOURCE = /\{\{|\$\{|<%/;

/** Finds forms in a folded text whose capitals and markup are still there. */
export function findMarkers(text: string, tokens: Tokens): Hit[] {
  const hits: Hit[] = [];
  const add = (group: Group, weight: number, shape: RegExp, at: number): void => {
    shape.lastIndex = at;
    if (shape.test(text)) hits.push({ group, weight, start: at, end: shape.lastIndex });
  };
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next === 0x7c) add('forged-markers', 0.4, TURN_TOKEN, at);
    else if (next === 0x3c) add('forged-markers', 0.35, SYSTEM_TOKEN, at);
    else add('forged-markers', 0.35, TAG, at);
  }
  for (let at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
    const next = text[at + 1];
    if (next === '/' || next === 'I') add('forged-markers', 0.35, BRACKET, at);
    else if (next === 'S' || next === 'A' || next === 's')
      add('authority-claim', next === 's' ? 0.3 : 0.4, BRACKETED, at);
  }
  for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', at + 1)) {
    const weight = carriage(text, at);
    if (weight > 0) hits.push({ group: 'exfiltration', weight, start: at, end: TARGET.lastIndex });
  }
  if ((tokens.anyRole & (ROLE.heading | ROLE.turn | ROLE.edge)) === 0) return hits;
  for (let i = 0; i < tokens.count; i++) {
    const roles = tokens.roles[i]!;
    if ((roles & (ROLE.heading | ROLE.turn | ROLE.edge)) === 0) continue;
    const at = tokens.start[i]!;
    if ((roles & ROLE.heading) !== 0) {
      add('authority-claim', 0.4, TITLED, at);
      if (isHead(text, at)) {
        add('authority-claim', 0.35, HEADING, at);
        add('authority-claim', 0.42, CAPITALS, at);
      }
    }
    // Forms and logs name a user, but no human.
    if ((roles & ROLE.turn) !== 0 && /\n[ \t]{0,8}$/.test(text.slice(Math.max(0, at - 9), at)))
      add(
        'forged-markers',
        /human/i.test(text[at]! + text[at + 1]! + text.slice(at + 2, at + 5)) ? 0.34 : 0.25,
        TURN,
        at,
      );
    if ((roles & ROLE.edge) !== 0 && /[-=#*[<] ?$/.test(text.slice(Math.max(0, at - 2), at)))
      add('forged-markers', 0.3, EDGE, at);
  }
  return hits;
}

/** How much a link of Markdown says whose address has a gap for data; 0 for other links. */
function carriage(text: string, at: number): number {
  TARGET.lastIndex = at;
  const match = TARGET.exec(text);
  if (match === null) return 0;
  const target = match[1]!;
  const query = target.search(/[/?#]/);
  if (query < 0) return 0;
  const picture = isPicture(text, at);
  const rest = target.slice(query);
  if (PLACEHOLDER.test(rest)) return picture ? 0.82 : 0.76;
  const gap = rest.search(GAP);
  if (gap < 0 || !CARRIED.test(rest.slice(gap))) return 0;
  // What a template of a page fills in names what it holds: {{ user.id }}.
  if (SOURCE.test(rest.slice(gap, gap + 2)) && /[.|(]/.test(rest.slice(gap))) return 0;
  return picture ? 0.85 : /=[{<[$]/.test(rest) ? 0.62 : 0;
}

function isPicture(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - MAX_LABEL), at);
  const open = before.lastIndexOf('[');
  return open > 0 && before[open - 1] === '!';
}

/** Nothing but signs between a place and the beginning of its line or sentence. */
export function isHead(text: string, at: number): boolean {
  let signs = 0;
  for (let i = at - 1; i >= 0 && i >= at - MAX_BLANK && signs <= MAX_DECORATION; i--) {
    const sign = text[i]!;
    // A dot inside of a name ends nothing.
    if (BOUNDARY.includes(sign)) return i < at - 1 || !ENDS.includes(sign);
    // Cells of tables without blanks, comments behind code, and lines that JSON escapes end in two signs.
    if (sign === ',') return i === at - 1;
    if (i < at - 1 && (sign === '#' || text.startsWith('//', i) || text.startsWith('--', i))) return true;
    if (sign === 'n' && text[i - 1] === '\\') return true;
    if (!DECORATION.includes(sign)) return false;
    // Tags leave blanks.
    if (sign !== ' ') signs++;
  }
  return at - MAX_BLANK <= 0 && signs <= MAX_DECORATION;
}
