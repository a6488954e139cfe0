/** Spellings of paths, and which of them hold a system or somebody's work. */
import { globFits } from './expand.ts';

const HOME_NAMES =
  '(?:~[\\w.-]{0,32}|\\$home|\\$\\{home\\}|%userprofile%|%homepath%|\\$env:userprofile|\\$userprofile|\\$pwd/\\.\\.)';

/** Nothing to be changed: most words are like this. */
const PLAIN = /^\/?[a-z0-9_-]+(?:[./][a-z0-9_-]+)*$/;

/** One spelling: small letters, `/`, no `.` or empty parts, no quotes around. */
export function plainPath(word: string): string {
  if (PLAIN.test(word)) return word;
  if (word !== '' && !/[\\/"'@]/.test(word)) return word.toLowerCase();
  let path = word
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^["'@]+|["']+$/g, '')
    .replace(/^file:\/\//, '');
  path = path.replace(/\/{2,}/g, '/').replace(/(?:\/\.)+(?=\/|$)/g, '');
  for (let round = 0; round < 16; round++) {
    const shorter = path.replace(/(^|\/)(?!\.\.?\/)[^/]{1,128}\/\.\.(?=\/|$)/, '$1').replace(/\/{2,}/g, '/');
    if (shorter === path) break;
    path = shorter;
  }
  return path === '' && word.startsWith('/') ? '/' : path.replace(/^\/\.\.(?=\/|$)/, '') || '/';
}

/** Folders of Unix without which a machine is none. */
const SYSTEM = [
  'bin',
  'boot',
  'dev',
  'etc',
  'home',
  'lib',
  'lib64',
  'opt',
  'proc',
  'root',
  'sbin',
  'srv',
  'sys',
  'usr',
  'var',
  'users',
  'system',
  'library',
  'applications',
  'private',
  'mnt',
  'media',
  'volumes',
];
const SYSTEM_DEEP = [
  'usr/bin',
  'usr/lib',
  'usr/lib64',
  'usr/sbin',
  'usr/local',
  'usr/share',
  'usr/include',
  'var/lib',
  'var/log',
  'var/www',
  'etc/ssh',
  'etc/ssl',
  'etc/systemd',
  'etc/pam.d',
  'lib/modules',
  'var/backups',
  'var/spool',
  'var/mail',
  'var/lib/mysql',
  'var/lib/postgresql',
  'var/lib/docker',
  'system/library',
  'system32',
  'etc/passwd',
  'etc/shadow',
  'boot/grub',
  'etc/nginx',
  'etc/kubernetes',
  'var/lib/dpkg',
  'var/lib/etcd',
];
const ROOT = /^(?:\/|\/\*|\/\.\*|\/\.\[\^?\.?\]\*|\/\?\*|\/\{,\.\}\*)$/;
const HOME = new RegExp(
  `^(?:${HOME_NAMES}|/home/[^/*]{1,64}|/users/[^/*]{1,64}|/root|/home/\\*)(?:/|/\\*|/\\.\\*|/\\.\\?\\*)?$`,
);
const HOME_FOLDER = new RegExp(
  `^(?:${HOME_NAMES}|/home/[^/]{1,64}|/users/[^/]{1,64}|/root)/(?:documents|desktop|pictures|downloads|library|\\.ssh|\\.gnupg|\\.aws|\\.kube|projects|src|work|code|\\.config|mail|dropbox)(?:/\\*?)?$`,
);
const WINDOWS =
  /^(?:[a-z]:(?:\/(?:\*(?:\.\*)?|windows(?:\/(?:\*(?:\.\*)?|system32(?:\/.{0,32})?))?|users(?:\/(?:\*|[^/]{1,64}(?:\/(?:\*|(?:documents|desktop|pictures|downloads|appdata)(?:\/\*)?))?))?|program files(?: \(x86\))?(?:\/\*)?|programdata|boot.{0,12})?\/?)?|%(?:systemroot|windir|systemdrive|programfiles|homedrive)%.{0,20}|\$env:(?:systemroot|windir|systemdrive|programfiles).{0,20})$/;

/** How words begin that reach beyond the folder. */
const REACHING = /^(?:[/~$%\\.*"'@{]|[a-zA-Z]:|file:)/;

/** What would be lost with a path, as far as anybody can say; undefined for what is one's own to delete. */
export function lossOf(
  word: string,
  glob = false,
): 'everything' | 'the home folder' | 'the system' | 'work' | undefined {
  if (word.length > 200 || !REACHING.test(word)) return undefined;
  const path = plainPath(word);
  if (ROOT.test(path)) return 'everything';
  if (HOME.test(path)) return 'the home folder';
  if (WINDOWS.test(path)) return 'the system';
  if (HOME_FOLDER.test(path)) return 'work';
  const inner = path.replace(/^\//, '').replace(/\/(?:\*(?:\.\*)?)?$/, '');
  if (!path.startsWith('/')) return undefined;
  if (SYSTEM.includes(inner) || SYSTEM_DEEP.includes(inner)) return 'the system';
  if (glob && /^[^/]{1,12}$/.test(inner) && inner !== '' && SYSTEM.some((name) => globFits(inner, name))) {
    // `/t*` is hardly meant to be `/tmp` alone, but `/tmp*` is.
    return globFits(inner, 'tmp') && !/[*?]$/.test(inner) ? undefined : 'the system';
  }
  return undefined;
}

/** Block devices and what stands for them. */
export function isDisk(word: string): boolean {
  const path = plainPath(word).replace(/^of=/, '');
  return (
    /^\/dev\/(?:sd[a-z?*]|hd[a-z?*]|vd[a-z?*]|xvd[a-z?*]|nvme|mmcblk|disk\d|rdisk\d|mapper\/|dm-\d|md\d|root|block|disk\/|\$|sd$)/.test(
      path,
    ) || /^(?:\\\\\.\\|\/\/\.\/|\/\.\/)physicaldrive/i.test(word.replaceAll('\\\\', '\\'))
  );
}

const OPEN_FOLDER =
  /(?:^|[\s"'=;|&(])(?:\/(?:tmp|var\/tmp|dev\/shm|run\/user|run\/shm)\/|%temp%|%appdata%|%public%|\$env:(?:temp|appdata|public)|c:\\(?:temp|users\\public|programdata)\\)/i;
const HIDDEN_FILE = /\/\.([\w-]{1,32})(?=[\s"';|&)]|$)/g;
/** Files that are hidden on every machine. */
const USUAL_HIDDEN =
  /rc$|profile|history|alias|env|config|conf$|func|login|logout|bash|zsh|^(?:cargo|nvm|npm|local|cache|ssh|git|bun|deno|pyenv|rbenv|asdf|sdkman|fzf|oh-my-zsh|dotfiles|dircolors|vim|emacs|tmux|bin|gnupg|docker|kube|aws|profile|python|node|rustup|volta|fnm|poetry|linuxbrew|travis|xinitrc|Xauthority|Xresources)/i;
const MAX_SEARCHED = 16_384;

/** Folders that anybody may write to, and files that `ls` does not show: where programs are put that hide. */
export function isHidingPlace(text: string): boolean {
  if (OPEN_FOLDER.test(text)) return true;
  for (const match of text.slice(0, MAX_SEARCHED).matchAll(HIDDEN_FILE))
    if (!USUAL_HIDDEN.test(match[1]!)) return true;
  return false;
}
