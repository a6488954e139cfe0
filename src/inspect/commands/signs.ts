/**
 * Words of which at least one, or two that belong together, stand in every text that does harm. A text without them is
 * not read: that is what makes the detector cheap on ordinary scripts, source code and prose.
 */

/** What a word says. One bit each; a text needs `alone`, or both of a pair. */
export const SIGN = {
  alone: 1,
  /** Talks to another machine. */
  fetches: 2,
  /** Runs what it is given. */
  runs: 4,
  /** Prints what should stay here. */
  shows: 8,
  /** Rules over a cloud, a cluster or a database. */
  rules: 16,
  /** Asks such a ruler to destroy or to open. */
  destroys: 32,
  /** Starts containers, and what lets them out. */
  contains: 64,
  lets: 128,
  /** Undoes an encoding. */
  decodes: 256,
  /** Opens a connection. */
  connects: 512,
  /** Deletes, in code, and what would be missed. */
  deletes: 1024,
  dear: 2048,
} as const;

/** Where a word has to stand to say it. */
export const PLACE = {
  /** Where a program may stand: not behind a dot, not before `(`, `=` or `:`. */
  program: 1 << 16,
  /** Such a word, with a blank behind it. */
  spaced: 2 << 16,
  anywhere: 3 << 16,
  /** Behind a dot that begins a name: `.ssh`. */
  hidden: 4 << 16,
  /** Behind a slash. */
  path: 5 << 16,
  /** Behind `/etc/`. */
  etc: 6 << 16,
  /** A program with nothing behind it but a pipe, a redirection or the end. */
  bare: 7 << 16,
  /** A program with arguments that may reach beyond the folder. */
  reaching: 8 << 16,
  /** Before a bracket. */
  call: 9 << 16,
  /** A shell: by what is piped or redirected into it. */
  shell: 10 << 16,
  /** Behind any dot. */
  member: 11 << 16,
  /** The beginning of a word, before its first hyphen. */
  prefix: 12 << 16,
  /** Where a command begins, with a blank behind it: for programs that are named like words of every day. */
  command: 14 << 16,
  /** Such a program of Windows, with a path or an option behind it. */
  windows: 15 << 16,
  /** With the second half of a name behind it: `docker.sock`. */
  halved: 13 << 16,
} as const;

const { alone, fetches, runs, shows, rules, destroys, contains, lets, decodes, connects, deletes, dear } =
  SIGN;
const { program, spaced, anywhere, hidden, path, etc, bare, reaching, call, shell, member, prefix } = PLACE;
const { command, windows, halved } = PLACE;

/** All in lower case. A word may be listed at several places. */
const ROWS: readonly (readonly [number, string])[] = [
  [
    alone | reaching,
    'rm mv shred truncate chmod chown chgrp setfacl unlink srm wipe scrub rsync rmdir remove-item trash rimraf icacls takeown install',
  ],
  [alone | windows, 'del rd erase rmdir deltree ri format cipher attrib ren cmd powershell pwsh'],
  [
    alone | program,
    'manage-bde gdisk mkfs mke2fs mkntfs newfs wipefs blkdiscard sgdisk sfdisk cryptsetup hdparm badblocks parted fdisk diskutil mkswap pvremove zpool lvremove vgremove mdadm killall5 dropdb mysqladmin vssadmin wbadmin wmic bcdedit fsutil diskpart format-volume clear-disk initialize-disk remove-partition mshta regsvr32 rundll32 cmstp msiexec installutil regasm msbuild cscript wscript odbcconf presentationhost certutil bitsadmin schtasks register-scheduledtask register-scheduledjob new-service set-wmiinstance register-wmievent net1 new-localuser add-localgroupmember netsh set-netfirewallprofile set-mppreference add-mppreference uninstall-windowsfeature disable-windowsoptionalfeature clear-eventlog remove-eventlog ntdsutil esentutl cmdkey vaultcmd out-minidump invoke-mimikatz mimikatz lazagne pypykatz linpeas mimipenguin procdump procdump64 unshadow ssh2john john hashcat dseditgroup kmutil tmutil nvram dscl sysadminctl kextload xattr fdesetup visudo',
  ],
  [
    alone | program,
    'crontab launchctl systemctl systemd-run osascript useradd adduser usermod gpasswd chpasswd setcap nsenter chroot insmod capsh wevtutil nc ncat netcat socat telnet mkfifo mknod ztcp ngrok chisel frpc msfvenom msfconsole setenforce aa-teardown aa-disable iptables ip6tables nft pfctl ufw auditctl spctl csrutil tccutil xargs parallel ssh sshpass iex invoke-expression userdel groupdel deluser forfiles xmrig minerd fodhelper psexec unpublish saps stop-service set-service new-itemproperty set-itemproperty userinit shellcheck-off busybox chattr debugfs',
  ],
  [
    alone | spaced,
    'eval sysctl umount swapoff gdb unshare modprobe rmmod killall pkill pgrep pidof xterm telinit dd runuser hping3 nmap tcpdump ettercap bettercap journalctl lftp tftp swapon',
  ],
  [
    alone | command,
    'net sc reg hh mount passwd kill service fork security init trap watch script su doas rev ftp expect auditd vi vim',
  ],
  [
    alone | anywhere,
    'no-preserve-root --no-preserve-root -delete -execdir -exec -okdir --remove-files authorized_keys authorized_keys2 id_rsa id_dsa id_ecdsa id_ed25519 ssh_host_rsa_key ssh_host_ed25519_key ssh_host_ecdsa_key shadowcopy win32_shadowcopy amsiutils amsiinitfailed amsiscanbuffer virtualalloc createthread writeprocessmemory createremotethread __eventfilter commandlineeventconsumer currentversion winlogon tcpclient tcplistener lsass comsvcs ld_preload ld_audit dyld_insert_libraries prompt_command rot13 histfile histsize histfilesize savehist histcontrol dup2 fsockopen pfsockopen tcpsocket tcpserver s_client ztcp permitrootlogin passwordauthentication nopasswd hookspath sshcommand fsmonitor randomize_va_space ptrace_scope release_agent notify_on_release core_pattern sysrq sysrq-trigger keychains keyrings dump-keychain find-generic-password find-internet-password export-secret-keys --export-secret-keys --export-secret-subkeys print-access-token print-identity-token get-access-token get-secret-value get-session-token export-credentials application_default_credentials legacy_credentials access_tokens 2852039166 0xa9fea9fe 0251 loginhook logouthook loginitems loginwindow launchagents launchdaemons startupitems autostart localgroup shell_exec moz_cookies firewalld nftables apparmor selinux fail2ban falcon-sensor crowdstrike clamav clamd rsyslog syslog wazuh-agent osqueryd falco sysmon mdatp cbagentd sentinelone ossec windefend bash_history zsh_history serviceaccount clusterrolebinding hostpid hostnetwork privileged --privileged -encodedcommand -enc setresuid remove_tree recursivedirectoryiterator removedirs vbscript minidump ntds --checkpoint-action --index-url --extra-index-url stratum vacuum-time --vacuum-time --vacuum-size quarantine amfi_get_out_of_my_way administratoraccess gtfobins xmlhttp kdbx agilekeychain opvault password-store zmodload login_hook scriptblock disablerealtimemonitoring spctl scrobj',
  ],
  [
    alone | hidden,
    'ssh aws netrc npmrc pypirc pgpass kube gnupg azure bashrc bash_profile bash_login bash_logout profile zshrc zshenv zprofile zlogin kshrc cshrc tcshrc xinitrc xprofile xsession inputrc vimrc emacs git-credentials mozilla vault-token my mylogin bitcoin ethereum electrum python_history psql_history mysql_history yarnrc composer pythonrc docker gem m2 claude codex gemini',
  ],
  [
    alone | path,
    'shadow passwd sudoers gshadow fstab opasswd krb5 anacrontab inittab crontab spool pam update-motd systemd udev tcp udp inet credentials login cookies logins key4 key3 local\\ state gcloud gh hub glab-cli google-chrome chromium firefox chrome keepassxc 1password solana github-copilot secrets drivedrive physicaldrive0 physicaldrive1 startup sam master wallet ssh_config sshd_config sudo ld grub resolv uevent_helper environ binfmt_misc modprobe etc-shadow logind sitecustomize usercustomize kubernetes docker_engine fish wtmp btmp lastlog utmp secure messages auth',
  ],
  [
    alone | etc,
    'cron rc init profile bash zsh xdg environment security ssh apt networkmanager logrotate modules-load network ppp dhcp group hosts passwd- shadow- master crypttab hosts.deny hosts.allow',
  ],
  [alone | bare, 'history'],
  [alone | halved, 'docker containerd crio podman os process 169 100 metadata'],
  [alone | call, 'iex fork setuid invoke-expression'],
  [
    fetches | program,
    'curl wget wget2 aria2c axel lynx w3m httpie xh lwp-request lwp-download websocat scp sftp mail mailx mutt sendmail msmtp swaks ssmtp dig nslookup drill kdig resolvectl rclone restic azcopy gsutil smbclient croc wormhole ffsend pastebinit termbin curlie certreq iwr irm invoke-webrequest invoke-restmethod start-bitstransfer traceroute resolve-dnsname mosquitto_pub',
  ],
  [fetches | spaced, 'links fetch http https host ping get logger getent ipfs transfer'],
  [fetches | call, 'fetch get post open-uri iwr irm invoke-webrequest got axios request'],
  [
    fetches | anywhere,
    'urlopen urlretrieve requests httpx http https axios getstore file_get_contents curl_exec xmlhttprequest mechanize httparty smtplib ftplib gethostbyname sendto downloadstring downloadfile downloaddata webclient httpclient openread winhttp useragent curl_init socket mail fopen net urllib lwp uri upload readstream aiohttp ftp',
  ],
  [runs | shell, 'sh bash zsh dash ksh ash fish rbash csh tcsh mksh'],
  [
    runs | program,
    'python python2 python3 perl ruby php node nodejs bun deno lua luajit source eval exec execl execlp execle execv execvp execvpe execve execsync execfile execfilesync spawn spawnsync system popen subprocess child_process passthru proc_open pcntl_exec runpy instance_eval class_eval module_eval loadstring chmod start-process msiexec nohup setsid cmd powershell pwsh invoke-item add-type invokescript startfile invoke pipx uvx npx dofile awk gawk mawk sudo ssh installer pkgutil',
  ],
  [runs | spaced, 'pip pip3 npm start open call install . go gem cargo yarn pnpm unlink'],
  [runs | call, 'fork load compile function import include require fork vm qx eval exec loadstring'],
  [
    runs | member,
    'exe ps1 bat vbs hta scr msi system popen exec execl execve execv execvp spawn execute call run',
  ],
  [runs | anywhere, '__import__ assembly include_once require_once getline backtick open3 pcntl_exec -file'],
  [shows | bare, 'env set export declare printenv compgen'],
  [
    shows | program,
    'printenv pg_dump pg_dumpall mysqldump mongodump pbpaste xclip xsel wl-paste hostname auth',
  ],
  [shows | hidden, 'env'],
  [
    shows | anywhere,
    'environ _env env credential credentials configure get-parameter keyvault hostname process_env proc secret secrets password AKIA akia clipboard',
  ],
  [
    rules | spaced,
    'kubectl oc k helm terraform tofu terragrunt pulumi cdk cdktf aws gcloud gsutil az rclone mc s3cmd s5cmd doctl flyctl fly heroku vercel railway eksctl gh etcdctl vault psql mysql mariadb sqlcmd sqlplus clickhouse-client cqlsh snowsql bq cockroach pgcli mycli osql isql vsql impala-shell hive beeline duckdb turso wrangler supabase sqlite3 mongo mongosh redis-cli docker podman nerdctl git',
  ],
  [
    destroys | program,
    'patch edit replace config delete destroy rm rb purge del remove uninstall unpublish disable reset drop truncate dropdatabase deletemany flushall flushdb seal create-access-key attach-user-policy attach-role-policy create-login-profile stop-logging schedule-key-deletion organizations prune --prune sync volume put-user-policy update-assume-role-policy filter-branch filter-repo',
  ],
  [destroys | member, 'dropdatabase drop deletemany remove'],
  [destroys | call, 'dropdatabase deletemany'],
  [destroys | anywhere, '-destroy --destroy -f --force --mirror --delete'],
  [destroys | prefix, 'delete terminate disable'],
  [contains | spaced, 'docker podman nerdctl ctr crictl lxc docker-compose kubectl oc run'],
  [
    lets | anywhere,
    '-v --volume --mount --pid --cap-add --security-opt --userns --device exec sock --overrides --net --network --ipc',
  ],
  [
    decodes | anywhere,
    'base64 base32 basenc xxd uudecode b64decode decodebytes atob decode_base64 base64_decode decode64 urlsafe_b64decode unhexlify fromhex hex2bin rot13 str_rot13 fromcharcode frombase64string a2b_base64 codecs hex unpack unpack1 pack strrev reverse marshal zlib decompress pickle',
  ],
  [decodes | call, 'chr char'],
  [decodes | spaced, 'openssl gunzip zcat rev tr uudecode'],
  [
    connects | anywhere,
    'pty socket create_connection telnetlib open_connection stream_socket_client net tls',
  ],
  [connects | call, 'connect createconnection'],
  [
    deletes | anywhere,
    'rmtree rmsync rmdirsync rimraf unlink unlinksync remove_entry remove_entry_secure removesync rm_rf rm_r rm_f fileutils remove_dir',
  ],
  [deletes | member, 'remove rm rmdir delete move'],
  [dear | anywhere, 'expanduser homedir home userprofile'],
  [
    dear | path,
    'home users etc usr var boot root bin opt srv library applications system mnt media windows system32 lib sbin',
  ],
];

/** Every word, with what it says at which places. */
export const SIGNS: ReadonlyMap<string, readonly number[]> = (() => {
  const signs = new Map<string, number[]>();
  for (const [sign, words] of ROWS)
    for (const word of words.split(' ')) {
      const known = signs.get(word);
      if (known === undefined) signs.set(word, [sign]);
      else known.push(sign);
    }
  return signs;
})();

/** Tells whether the bits of a text together are worth a look. */
export function isTelling(bits: number): boolean {
  return (
    (bits & SIGN.alone) !== 0 ||
    both(bits, SIGN.fetches | SIGN.runs) ||
    both(bits, SIGN.fetches | SIGN.shows) ||
    both(bits, SIGN.rules | SIGN.destroys) ||
    both(bits, SIGN.contains | SIGN.lets) ||
    both(bits, SIGN.decodes | SIGN.runs) ||
    both(bits, SIGN.connects | SIGN.runs) ||
    both(bits, SIGN.deletes | SIGN.dear)
  );
}

function both(bits: number, wanted: number): boolean {
  return (bits & wanted) === wanted;
}
