/**
 * What a reason may say of a command. Reasons are recorded, and whoever writes a command can put a secret into each of
 * its words: only what is chosen from words that are known here, and the host something goes to, is ever repeated.
 */

const SCHEME = /^[a-z][a-z0-9+.-]{0,24}:\/\//i;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const DOMAIN = /^(?:[a-z0-9_-]{1,63}\.){1,32}[a-z]{2,12}$/;
/** What people register; a key that is written as a domain is longer, or full of digits. */
const LABEL = /^(?!(?:[a-z-]*\d){4})[a-z0-9-]{1,20}$/;

/**
 * The host of an address: without who logs in, a port, a path or a query, and without the labels that its owner may
 * fill with anything.
 * @param otherwise what is said when it names none
 */
export function hostNamed(address: string, otherwise: string): string {
  const host = address
    .slice(0, 512)
    .replace(/^(?:git\+)?/i, '')
    .replace(SCHEME, '')
    .replace(/[/?#\\\s][\s\S]*$/, '')
    .replace(/^.*@/, '')
    .replace(/:.*$/, '')
    .toLowerCase();
  if (ADDRESS.test(host)) return host;
  if (!DOMAIN.test(host)) return otherwise;
  const labels = host.split('.');
  // `evil.co.uk`: below two short labels the third is the one that was registered.
  const domain = labels.slice(labels.at(-1)!.length === 2 && labels.at(-2)!.length <= 3 ? -3 : -2).join('.');
  return domain.split('.').every((label) => LABEL.test(label)) ? domain : otherwise;
}

/** The name of a program without its version, when it is one of letters. */
export function programNamed(name: string): string {
  const plain = name.replace(/\d{1,2}(?:\.\d{1,2})?$/, '');
  return /^[a-z]{1,12}(?:-[a-z]{1,12})?$/.test(plain) ? plain : 'a program';
}

/** Parts of the paths that everybody knows. */
const KNOWN_PARTS = new Set(
  (
    '~ * .* $HOME root home users etc usr bin sbin lib lib64 libexec local share boot var log spool cron opt ' +
    'srv dev proc sys run tmp mnt media null mem kmem passwd shadow group gshadow sudoers fstab hosts ssh sshd_config ' +
    'resolv.conf sysrq-trigger documents desktop pictures downloads library projects work src code .ssh .gnupg .aws ' +
    '.kube .config sh bash ls cat sudo env python python3'
  ).split(' '),
);

/**
 * A path when all of its parts are known to everybody.
 * @param otherwise what is said when they are not
 */
export function pathNamed(path: string, otherwise: string): string {
  if (path.length > 80) return otherwise;
  return path.split('/').every((part) => part === '' || KNOWN_PARTS.has(part)) ? path : otherwise;
}
