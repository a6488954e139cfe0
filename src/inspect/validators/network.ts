/** Addresses of mail, phones and machines. */

/** Endings of file names and of code that look like a domain and are none. */
const NO_DOMAIN =
  /\.(?:png|jpe?g|gif|svg|webp|js|ts|css|json|html?|md|txt|py|rb|go|rs|ya?ml|xml|zip|gz|local|internal|localhost|invalid|test|lan)$/i;
/** RFC 2606, and what nobody reads. */
const NO_PERSON =
  /@(?:[a-z0-9-]+\.)*example\.(?:com|org|net)$|@(?:users\.)?noreply\.|@domain\.com$|^(?:no-?reply[\w.+-]*|do-?not-?reply[\w.+-]*|git|user|username|name|you|your[-_.]?email)@/i;

/** A mail address of somebody: a domain that may exist, no example, no mailbox that only sends. */
export function isEmail(value: string): boolean {
  const at = value.indexOf('@');
  const local = value.slice(0, at);
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  return !NO_DOMAIN.test(value) && !NO_PERSON.test(value);
}

/** Country codes of E.164 with one and two digits; all others have three. */
const SHORT_CODES = /^(?:1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** A phone number with its country code (E.164): `+` and 8 to 15 digits; numbers of North America follow their plan. */
export function isPhone(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  if (!value.startsWith('+') || digits.length < 8 || digits.length > 15) return false;
  if (digits.startsWith('1'))
    return /^1[2-9]\d{2}[2-9]\d{6}$/.test(digits) && !/^1\d{3}555(?:01)\d{2}$/.test(digits);
  return SHORT_CODES.test(digits) || /^(?:2[1-9]|3[578]|42|5[09]|6[7-9]|8[058]|9[679])\d/.test(digits);
}

/** An IPv4 address of the public Internet: not private, local, for documentation or multicast (RFC 6890). */
export function isPublicIpv4(value: string): boolean {
  const parts = value.split('.').map(Number);
  if (parts.length !== 4 || !parts.every((part) => part <= 255)) return false;
  const [a, b, c, d] = parts as [number, number, number, number];
  if (a === 0 || a === 10 || a === 127 || a >= 224 || (a === 100 && b >= 64 && b <= 127)) return false;
  if ((a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254)) return false;
  if ((a === 192 && b === 0) || (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))))
    return false;
  if (a === 203 && b === 0 && c === 113) return false;
  // Four small numbers are a version.
  return !(a < 20 && b < 30 && c < 30 && d < 30) && !/\b0\d/.test(value);
}

/** True for the text of an IPv6 address (RFC 4291, 2.2) without a zone and without an IPv4 tail. */
function readsAsIpv6(value: string): boolean {
  const halves = value.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/** An IPv6 address of the public Internet: not local, not for documentation (RFC 3849). */
export function isIpv6(value: string): boolean {
  if (!readsAsIpv6(value) || value.split(':').length < 4) return false;
  return !/^(?:::|fe[89ab]|f[cd]|ff|2001:0?db8:)/i.test(value);
}

/** A MAC address (EUI-48) that a device may have: not all alike. */
export function isMac(value: string): boolean {
  return new Set(value.split(/[:-]/)).size > 2;
}
