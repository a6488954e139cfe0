/** Functions that call themselves twice, until nothing else can run. */

/** `:(){ :|:& };:`, under any name. */
const BOMB =
  /([\w:.@%+-]{1,32})\s{0,4}\(\s{0,4}\)\s{0,4}\{\s{0,8}\1\s{0,4}\|\s{0,4}\1\s{0,4}&\s{0,8};?\s{0,8}\}\s{0,8};?\s{0,8}\1?/;
const FUNCTION =
  /(?:function\s{1,4}([\w:.@+-]{1,32})\s{0,4}(?:\(\s?\))?|([\w:.@+-]{1,32})\s?\(\s?\))\s{0,4}\{([^}]{1,200})\}/g;
const OTHERS = [
  /while\s{0,4}(?:\(?\s?(?:True|1|true|:)\s?\)?)\s{0,4}[:;{]?\s{0,4}(?:do\s)?\s{0,8}(?:os\.)?fork\b/,
  /\bfork\s{1,4}while\s{1,4}(?:fork|1|true)\b|\bfork\s?\(?\)?\s{1,4}while\b|loop\s?\{\s?fork\b|while\s?\(?1\)?\s?\{\s?fork/,
  /%0\s?\|\s?(?:start\s)?%0|:\w\s{0,4}(?:&|\n)\s{0,4}start\s{1,4}(?:""\s)?%0\s{0,4}(?:&|\n)\s{0,4}goto/i,
  /(?:while\s{1,4}(?:true|:|1)|for\s?\(\(;;\)\))\s?;?\s?do\s{1,4}(?:bash|sh|\$0|"\$0")\s{0,4}&\s{0,4};?\s?done/,
  /\$0\s?&\s?\$0\s?&?|\.\/\$0\s?\|\s?\.\/\$0\s?&/,
];

/** @returns where the bomb begins, or -1 */
export function forkBombAt(text: string): number {
  const plain = BOMB.exec(text);
  if (plain !== null) return plain.index;
  for (const match of text.matchAll(FUNCTION)) {
    const name = (match[1] ?? match[2] ?? '').replace(/[.+]/g, '\\$&');
    const calls = match[3]!.match(new RegExp(`(?:^|[\\s|&;])${name}(?=$|[\\s|&;])`, 'g'))?.length ?? 0;
    if (calls >= 2 && /&|\|/.test(match[3]!)) return match.index;
  }
  for (const other of OTHERS) {
    const at = text.search(other);
    if (at >= 0) return at;
  }
  return -1;
}
