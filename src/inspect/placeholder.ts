/** Values that only stand where a secret would: documentation and templates are full of them. */

const WORDS = /example|placeholder|changeme|change_me|your[-_a-z]*(?:key|token|secret)|x{8,}|\*{4,}|<[a-z]/i;

/** What a mask leaves behind. */
const MASKED = /^(?:\*+|\[redacted:.*)$/s;

/** The key id that the documentation of AWS uses everywhere, and its siblings. */
const AWS_DOCUMENTED = /^A[A-Z]{3}[A-Z0-9]*EXAMPLE/;

/** True for a documented example of AWS: blocked in requests all the same, left alone in answers. */
export function isDocumentedExample(kindId: string, value: string): boolean {
  return kindId === 'aws-access-key-id' && AWS_DOCUMENTED.test(value);
}

/**
 * True when the value cannot be a secret: one character repeated eight times or more to its end, or a word that says so.
 * Kept tight on purpose: a missed secret costs more than a blocked template.
 */
export function isPlaceholder(kindId: string, value: string): boolean {
  if (kindId === 'aws-access-key-id') return false;
  if (MASKED.test(value)) return true;
  // An address or a path may well name example.com and still carry a real password.
  if (value.length > 600 || value.includes('/')) return false;
  if (/(.)\1{7,}$/.test(value) && new Set(value.slice(-16)).size === 1) return true;
  return WORDS.test(value);
}
