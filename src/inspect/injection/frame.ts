/**
 * Who speaks: the text itself, or somebody whom it quotes. Documents about injections show injections, so what stands in
 * quotation marks or code beside words about attacks counts for little.
 */

/** How far around a place words about attacks are looked for. */
const NEAR = 900;
/** Longest quotation, and how far its opening mark may be away. */
const MAX_QUOTED = 500;
/** A text about attacks says so with words of this weight; from the second on it is certain. */
const CUES: readonly (readonly [weight: number, shape: RegExp])[] = [
  [
    1,
    /prompt[ -]?injections?|injection (?:attacks?|attempts?|payloads?|patterns?|detect\w{0,6})|indirect injection|jailbreak(?:s|ing)?\b(?! mode)|red[ -]team\w{0,4}|owasp|llm01|adversar\w{1,6}|attackers?\b|exploit(?:s|ed|ation)?\b|vulnerabilit\w{1,4}|guardrails?\b|malicious (?:instruct\w{1,6}|prompts?|text|content|input|actor|user|page|payload)|threat model|social engineering|提示词?注入|注入攻击|攻击者|プロンプトインジェクション|攻撃者|프롬프트 인젝션|공격자|инъекци\w{1,4}|злоумышленник|angreifer|attaquant|atacante|aggressore|attaccante|inyecci[oó]n|injeção|injezione/gi,
  ],
  [
    0.6,
    /\battacks?\b|\bpayloads?\b|\binject(?:ed|s|ing|ion|ions)?\b|injection|jailbreak|malicious|mitigat\w{1,6}|\bdetect(?:s|ed|or|ion|ing|ors)?\b|blocklist|denylist|suspicious|fixtures?\b|is_?injection|patterns?\b|\bresearchers?\b|sanitiz\w{1,5}|untrusted|test_?cases?|\bbenign\b|exfiltrat(?:ion|es|ed)/gi,
  ],
  [
    0.4,
    /for example|for instance|such as|e\.g\.|\bexamples?\b|\bphrases? like\b|\bsomething like\b|\bcontained\b|\bthe (?:sentence|phrase|string|words|text)\b|\bwrites?\b|\btyped?\b|\btyping\b|\bclassic\b|\btold (?:the|a|it)\b|\bthat (?:says?|said|reads?|tells?|told|asks?|asked)\b|\bexpect\b|\bassert\w{0,12}|\bdescribe\(|\bregex|zum beispiel|par exemple|por ejemplo|例如|比如|例えば|예를 들어|например/gi,
  ],
];
const ADDRESS = /(?:https?:\/\/|www\.)[^\s"'<>)]{1,300}|[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}/g;

const OPENING = /["'“”„«‘`「『»]/;
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”“',
  '”': '”',
  '„': '“”',
  '«': '»',
  '»': '«',
  '‘': '’',
  '`': '`',
  '「': '」',
  '『': '』',
};

/** How a place is framed. */
export interface Frame {
  /** In quotation marks of prose, inline code, or a block of code or quotation. */
  readonly quoted: boolean;
  /** Weight of the words about attacks around it. */
  readonly cues: number;
}

/** Words about attacks around places of one text. */
export class Framing {
  private readonly text: string;
  private readonly cueStart: number[] = [];
  private readonly cueWeight: number[] = [];
  private readonly fences: readonly { readonly start: number; readonly end: number }[];

  /** @param text folded, as it was written */
  constructor(text: string) {
    this.text = text;
    const bare = text.replace(ADDRESS, (address) => ' '.repeat(address.length));
    const found: { at: number; weight: number }[] = [];
    for (const [weight, shape] of CUES) {
      for (const match of bare.matchAll(shape)) found.push({ at: match.index, weight });
    }
    found.sort((a, b) => a.at - b.at);
    for (const { at, weight } of found) {
      this.cueStart.push(at);
      this.cueWeight.push(weight);
    }
    this.fences = fencesOf(text);
  }

  /** How the passage [start, end) is framed. */
  at(start: number, end: number): Frame {
    return { quoted: this.isQuoted(start, end), cues: this.cuesNear(start, end) };
  }

  private cuesNear(start: number, end: number): number {
    let sum = 0;
    for (let i = lowerBound(this.cueStart, start - NEAR); i < this.cueStart.length; i++) {
      const at = this.cueStart[i]!;
      if (at > end + NEAR) break;
      // What the passage says itself is no talk about it.
      if (at >= start && at < end) continue;
      sum += this.cueWeight[i]!;
      if (sum >= 4) break;
    }
    return sum;
  }

  private isQuoted(start: number, end: number): boolean {
    const { text } = this;
    // The inside of a regular expression.
    if (/\)\?|\/[gimu]{1,3}[,;\])\s]|\\[sbd][+*]?/.test(text.slice(Math.max(0, start - 8), end + 8)))
      return true;
    if (this.fences.some((fence) => fence.start <= start && start < fence.end)) return true;
    const line = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - MAX_QUOTED);
    if (/^[ \t]{0,8}(?:>|\|)/.test(text.slice(line, line + 12))) return true;
    for (let i = start; i >= Math.max(0, start - MAX_QUOTED); i--) {
      const mark = text[i]!;
      if (mark === '\n' && text[i - 1] === '\n') break;
      if (!OPENING.test(mark) || !opensQuote(text, i)) continue;
      const closing = CLOSING[mark]!;
      for (let k = i + 1; k < Math.min(text.length, i + MAX_QUOTED); k++) {
        if (!closing.includes(text[k]!) || (mark === "'" && /\w/.test(text[k + 1] ?? ''))) continue;
        if (k >= end - 2) return true;
        if (k >= start) break;
        // Closed before the passage: this mark is not the one.
        break;
      }
    }
    return false;
  }
}

/** A mark that prose opens a quotation with: JSON and HTML put theirs behind other marks. */
function opensQuote(text: string, at: number): boolean {
  const mark = text[at]!;
  if (mark !== '"' && mark !== "'") return true;
  if (/[\w)\]]/.test(text[at - 1] ?? '')) return false;
  let i = at - 1;
  while (i >= 0 && (text[i] === ' ' || text[i] === '\n' || text[i] === '\t')) i--;
  const before = text[i] ?? '';
  if (before === ':') return /[\p{L}\p{N})]/u.test(text[i - 1] ?? '');
  if (before === ',' || before === '(') return /[\p{L}\p{N}.]/u.test(text[i - 1] ?? '') || before === '(';
  return /[\p{L}\p{N}.;–—-]/u.test(before);
}

/** Fenced blocks, and elements of HTML that show code or quotations. */
function fencesOf(text: string): { start: number; end: number }[] {
  const fences: { start: number; end: number }[] = [];
  let open = -1;
  for (const match of text.matchAll(/^[ \t>]{0,12}(?:```|~~~)/gm)) {
    if (open < 0) open = match.index;
    else {
      fences.push({ start: open, end: match.index });
      open = -1;
    }
  }
  if (open >= 0) fences.push({ start: open, end: text.length });
  const lower = text.includes('<') ? text.toLowerCase() : '';
  let done = 0;
  for (const match of lower.matchAll(/<(code|pre|blockquote|q|samp|kbd)\b[^<>]{0,200}>/g)) {
    if (match.index < done) continue;
    const close = lower.indexOf(`</${match[1]!}`, match.index);
    if (close < 0) break;
    fences.push({ start: match.index, end: close });
    done = close;
  }
  return fences;
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From here on a text talks about attacks. */
const CERTAIN = 1;
const SOME = 0.6;

/** What is left of the weight of a passage in its frame. */
export function weightIn({ quoted, cues }: Frame): number {
  if (quoted) return cues >= CERTAIN ? 0.3 : cues >= SOME ? 0.4 : cues > 0 ? 0.5 : 0.8;
  return cues >= 2 * CERTAIN ? 0.4 : cues >= CERTAIN ? 0.6 : cues >= SOME ? 0.85 : 1;
}
