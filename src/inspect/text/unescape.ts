/** A text and where its UTF-16 units come from. */
export interface Unescaped {
  readonly text: string;
  /** Unit `i` began at `at[i]` of the input; one more entry stands for its end. */
  readonly at: Int32Array;
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/**
 * Undoes the escapes of JSON strings in a text that holds any (RFC 8259, section 7). What is no escape stays.
 * @returns undefined when there are none
 */
export function unescapeJson(text: string): Unescaped | undefined {
  let next = text.indexOf('\\');
  if (next < 0) return undefined;
  const at = new Int32Array(text.length + 1);
  const parts: string[] = [];
  let count = 0;
  let from = 0;
  const copy = (to: number): void => {
    for (let i = from; i < to; i++) at[count++] = i;
    parts.push(text.slice(from, to));
  };
  while (next >= 0) {
    const letter = text[next + 1] ?? '';
    const hex = letter === 'u' ? text.slice(next + 2, next + 6) : '';
    const code = /^[0-9a-fA-F]{4}$/.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : undefined;
    const unit = code ?? SIMPLE[letter];
    const size = unit === undefined ? 1 : code === undefined ? 2 : 6;
    if (unit !== undefined) {
      copy(next);
      at[count++] = next;
      parts.push(unit);
      from = next + size;
    }
    next = text.indexOf('\\', next + size);
  }
  copy(text.length);
  at[count] = text.length;
  return { text: parts.join(''), at: at.subarray(0, count + 1) };
}
