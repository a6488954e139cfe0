/** Functions that call themselves twice, until nothing else can run. */

/** `:(){ :|:& };:`, under any name: what stands between the braces of a function, and its name when that is behind a word. */
const FUNCTION = /(?:\(\s{0,4}\)\s{0,4}|\bfunction\s{1,4}([\w:.@+%-]{1,32})\s{0,4})\{([^}]{1,200})\}/g;
const NAME = /([\w:.@+%-]{1,32})\s{0,4}$/;
const OTHERS = [
  /\bfork\s?\(\s?\)\s{1,4}for\b|\bfor\b[^\n]{0,80}\b(?:os\.)?fork\s?\(/,
  /while\s{0,4}(?:\(?\s?(?:True|1|true|:)\s?\)?)\s{0,4}[:;{]?\s{0,4}(?:do\s)?\s{0,8}(?:os\.)?fork\b/,
  /\bfork\s{1,4}while\s{1,4}(?:fork|1|true)\b|\bfork\s?\(?\)?\s{1,4}while\b|loop\s?\{\s?fork\b|while\s?\(?1\)?\s?\{\s?fork/,
  /%0\s?\|\s?(?:start\s)?%0|:\w\s{0,4}(?:&|\n)\s{0,4}start\s{1,4}(?:""\s)?%0\s{0,4}(?:&|\n)\s{0,4}goto/i,
  /(?:while\s{1,4}(?:true|:|1)|for\s?\(\(;;\)\))\s?;?\s?do\s{1,4}(?:bash|sh|\$0|"\$0")\s{0,4}&\s{0,4};?\s?done/,
  /\$0\s?&\s?\$0\s?&?|\.\/\$0\s?\|\s?\.\/\$0\s?&/,
];

/** @returns where the bomb begins, or -1 */
export function forkBombAt(text: string): number {
  if (text.includes('{') && text.includes('&')) {
    const declared = declaredBombAt(text);
    if (declared >= 0) return declared;
  }
  if (!/fork|%0|:[a-z]\s|\$0|while|for\s?\(\(/i.test(text)) return -1;
  for (const other of OTHERS) {
    const at = text.search(other);
    if (at >= 0) return at;
  }
  return -1;
}

function declaredBombAt(text: string): number {
  for (const match of text.matchAll(FUNCTION)) {
    const body = match[2]!;
    if (!/&|\|/.test(body)) continue;
    const before =
      match[1] === undefined ? NAME.exec(text.slice(Math.max(0, match.index - 36), match.index)) : null;
    const name = match[1] ?? before?.[1] ?? '';
    if (name === '') continue;
    const calls = body.match(new RegExp(`(?:^|[\\s|&;])${name.replace(/[.+]/g, '\\$&')}(?=$|[\\s|&;])`, 'g'));
    if ((calls?.length ?? 0) >= 2) return match.index - (before?.[0].length ?? 0);
  }
  return -1;
}
