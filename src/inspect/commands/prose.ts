/** Tells sentences from commands: both begin with words like `find`, `cut` and `kill`. */
import type { Program } from './programs.ts';

const PROSE = new Set(
  'the is are was were be been will would should shall could might this that these those because and but you your our my we they their which when what why how command commands please not never don doesn with from without everything anything deletes removes erases dangerous avoid instead about into than then it its of to in a an or as on by for if can may must also only your'.split(
    ' ',
  ),
);
const MAX_LOOKED_AT = 40;

/** Tells whether the words are a sentence that begins like a command. */
export function readsLikeProse(program: Program): boolean {
  if (program.name === 'echo' || program.name === 'printf' || program.args.length < 3) return false;
  let prose = 0;
  let length = 0;
  for (const word of program.words.slice(0, MAX_LOOKED_AT)) {
    if (word.quoted) continue;
    length++;
    if (PROSE.has(word.text.toLowerCase().replace(/[.,;:!?]+$/, ''))) prose++;
  }
  return prose >= 3 && prose * 5 >= length;
}

/** How many words of a text stand in sentences and seldom in commands. */
export function proseWords(text: string): number {
  let count = 0;
  for (const word of text.slice(0, MAX_READ).split(/[\s"'`()[\],;:.!?]+/))
    if (PROSE.has(word.toLowerCase())) count++;
  return count;
}

const MAX_READ = 4096;
/** Programs that a command line begins with. */
const PROGRAMS = new Set(
  'mail sendmail pg_dump mysqldump mimikatz sqlcmd mongodump dropdb blkdiscard hdparm sgdisk sfdisk cryptsetup parted mke2fs msiexec wbadmin format-volume gh pulumi eksctl heroku doctl printf chpasswd gpasswd visudo modprobe rmmod auditctl aa-teardown spctl csrutil setfacl ntdsutil cscript wscript saps invoke-expression getcap unshare strace gdb lua5.3 gawk mawk busybox toybox rsync rclone s3cmd mc swapoff init telinit reboot shutdown halt poweroff fdisk zpool lvremove vgremove mdadm rm curl wget bash sh zsh dash ksh fish python python2 python3 perl ruby php node lua awk gawk nc ncat netcat socat dd mkfs chmod chown chgrp cat tac head tail less more find tar zip gzip scp sftp rsync ssh eval source . echo printf env printenv export set unset crontab useradd usermod adduser passwd mkfifo mknod openssl telnet docker podman nsenter iptables nft setenforce ufw systemctl service history shred wipefs psql mysql mongosh mongo redis-cli kubectl helm terraform tofu aws gcloud gsutil az git gh powershell pwsh cmd certutil bitsadmin mshta regsvr32 rundll32 wmic schtasks reg net netsh sc vssadmin wevtutil bcdedit iex iwr irm del rd rmdir erase format dig nslookup host xargs base64 xxd mv cp ln tee truncate insmod launchctl sudo su doas nohup timeout exec command busybox cd pushd mkdir touch for while if until trap sed grep rg egrep cut tr rev sort at batch kill pkill killall security gpg defaults osascript dropdb mysqladmin setcap install chattr mount umount sysctl docker-compose npm npx yarn pip pip3 make ls whoami id type copy move start call alias declare local read sleep true diskpart cipher takeown icacls net1 nmap vim vi ed tmux screen watch parallel env.exe function'.split(
    ' ',
  ),
);

/** Tells whether a text is a command line or a small script, and nothing besides. */
export function looksLikeCommand(text: string, maxLines: number): boolean {
  if (text === '' || /^(?:\{\s?"|\[\s?[{"\d]|<[!a-zA-Z/?]|```|# [A-Z])/.test(text)) return false;
  const lines = text.split('\n', maxLines + 1);
  if (lines.length > maxLines || proseWords(text.replace(/'[^']*'|"[^"]*"/g, ' ')) > 2 + lines.length / 2)
    return false;
  let commands = 0;
  let others = 0;
  for (const line of lines) {
    const plain = line.trim();
    if (
      plain === '' ||
      plain.startsWith('#') ||
      /^[)}\]]|^(?:fi|done|esac|then|else|do|EOF|EOS)\b/.test(plain)
    )
      continue;
    if (isCommandLine(plain.replace(/^(?:\$|>|PS [A-Z]:[^>]{0,64}>)\s/, ''))) commands++;
    else others++;
  }
  return commands > 0 && others <= commands;
}

function isCommandLine(line: string): boolean {
  const first = /^\S{1,200}/.exec(line)?.[0] ?? '';
  if (/[.!?]$/.test(line) && /^[A-Z][a-z]/.test(line)) return false;
  // What nobody writes but to hide: quotes, escapes and variables within the first word.
  if (
    /^[\w/.-]*(?:["']{2}|["'][a-z]{1,3}["']|\\[a-z]|\$[{'(@*]|\$IFS|\^)/i.test(first) ||
    /^[{:]\S*[,(]/.test(first)
  )
    return true;
  if (
    /^[A-Za-z_]\w*=\S/.test(first) ||
    /^(?:\.{0,2}|~)\/[\w.*?/[\]-]+/.test(first) ||
    /^[\d&]?[<>(`$]/.test(first)
  )
    return true;
  const word = first
    .replace(/["'\\`^]/g, '')
    .replace(/[;|&].*$/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
  if (/^[a-z]+-[a-z]{3,}$/.test(word) && /\s-[a-z]+|^\S+$|['"$\\]/i.test(line)) return true;
  return (
    (PROGRAMS.has(word) || /^mkfs\.|^python[\d.]+$/.test(word)) &&
    !(/^[A-Z]/.test(first) && !/^[A-Z]+$/.test(first))
  );
}
