/** Programs that talk to other machines: what they fetch, where it lands, and what they send. */
import type { Program } from './programs.ts';

/** What one program does on the network. */
export interface Traffic {
  /** Where it fetches from or sends to, as written; '' when it is not said. */
  readonly to: string;
  /** File that what is fetched is written to; undefined when it is printed. */
  readonly saved: string | undefined;
  readonly prints: boolean;
  /** Words that are sent, files of which the content is sent, and whether standard input is. */
  readonly words: readonly string[];
  readonly files: readonly string[];
  readonly sendsInput: boolean;
  /** Words that only prove who asks. */
  readonly proofs: readonly string[];
}

const SENDING = new Set([
  '-d',
  '--data',
  '--data-binary',
  '--data-raw',
  '--data-urlencode',
  '--data-ascii',
  '--json',
  '-F',
  '--form',
  '--form-string',
  '-T',
  '--upload-file',
  '--post-data',
  '--post-file',
  '--body-data',
  '--body-file',
  '--url-query',
  '-b',
  '--cookie',
  '-A',
  '--user-agent',
  '-e',
  '--referer',
  '--header',
  '-H',
  '-u',
  '--user',
  '-Body',
  '-body',
  '-InFile',
  '-infile',
  '--body',
]);
const PROVING = /^(?:-u|--user|-b|--cookie)$/;
/** Options of curl and wget that take a value nobody needs. */
const VALUED =
  /^(?:-[XmrxCyYzEKw]|--request|--max-time|--retry|--retry-delay|--connect-timeout|--proxy|--cacert|--cert|--key|--resolve|--interface|--write-out|--range|--limit-rate|--tries|--timeout|--method|--unix-socket|-Method|-Headers|-ContentType|-UserAgent)$/i;
const NOTHING: Traffic = {
  to: '',
  saved: undefined,
  prints: true,
  words: [],
  files: [],
  sendsInput: false,
  proofs: [],
};
const REMOTE_PATH = /^(?:[\w.-]{1,64}@)?[\w.$-]{2,128}:(?!\\|\/\/)/;

/** All programs that `trafficOfTalking` knows: it is asked several times about each command, and most are not here. */
const TALKING = new Set(
  'curl curlie wget wget2 http https httpie xh fetch aria2c axel lwp-request lwp-download get lynx links w3m iwr irm invoke-webrequest invoke-restmethod websocat curl.exe nc ncat netcat nc.traditional nc.openbsd telnet rlogin tftp ftp lftp sftp ftpput logger mosquitto_pub socat mail mailx mutt sendmail msmtp swaks ssmtp openssl ssh scp rsync pscp rcp rclone restic azcopy aws gsutil gcloud dig nslookup host ping drill kdig resolvectl getent traceroute resolve-dnsname gh pastebinit croc wormhole ffsend transfer ipfs termbin smbclient cadaver certreq certutil bitsadmin start-bitstransfer'.split(
    ' ',
  ),
);

/** @returns undefined for programs that stay on the machine */
export function trafficOf(program: Program): Traffic | undefined {
  return TALKING.has(program.name) ? trafficOfTalking(program) : undefined;
}

function trafficOfTalking(program: Program): Traffic | undefined {
  const { name, args } = program;
  switch (name) {
    case 'curl':
    case 'curlie':
    case 'wget':
    case 'wget2':
    case 'http':
    case 'https':
    case 'httpie':
    case 'xh':
    case 'fetch':
    case 'aria2c':
    case 'axel':
    case 'lwp-request':
    case 'lwp-download':
    case 'get':
    case 'lynx':
    case 'links':
    case 'w3m':
    case 'iwr':
    case 'irm':
    case 'invoke-webrequest':
    case 'invoke-restmethod':
    case 'websocat':
    case 'curl.exe':
      return webTraffic(name, args);
    case 'nc':
    case 'ncat':
    case 'netcat':
    case 'nc.traditional':
    case 'nc.openbsd':
    case 'telnet':
    case 'rlogin':
    case 'tftp':
    case 'ftp':
    case 'lftp':
    case 'sftp':
    case 'ftpput':
    case 'logger':
    case 'mosquitto_pub':
      return {
        ...NOTHING,
        to: args.filter((arg) => !arg.startsWith('-'))[0] ?? '',
        words: args,
        sendsInput: true,
      };
    case 'socat':
      return {
        ...NOTHING,
        to: args.at(-1) ?? '',
        words: args,
        files: args.map((arg) => arg.replace(/^\w+:|,.*$/g, '')),
        sendsInput: true,
      };
    case 'mail':
    case 'mailx':
    case 'mutt':
    case 'sendmail':
    case 'msmtp':
    case 'swaks':
    case 'ssmtp':
      return { ...NOTHING, to: args.at(-1) ?? '', words: args, files: args, sendsInput: true, prints: false };
    case 'openssl':
      return args[0] === 's_client'
        ? { ...NOTHING, to: argumentOf(args, '-connect') ?? '', sendsInput: true }
        : undefined;
    case 'ssh':
      return {
        ...NOTHING,
        to: args.find((arg) => !arg.startsWith('-')) ?? '',
        sendsInput: true,
        words: args,
      };
    case 'scp':
    case 'rsync':
    case 'pscp':
    case 'rcp':
      return copyTraffic(args, (arg) => REMOTE_PATH.test(arg) || /^rsync:|::/.test(arg));
    case 'rclone':
    case 'restic':
    case 'azcopy':
      return copyTraffic(args, (arg) => /^[\w-]+:|^https:/.test(arg));
    case 'aws':
      return args[0] === 's3' || args[0] === 's3api'
        ? copyTraffic(args, (arg) => arg.startsWith('s3://'))
        : undefined;
    case 'gsutil':
    case 'gcloud':
      return copyTraffic(args, (arg) => arg.startsWith('gs://'));
    case 'dig':
    case 'nslookup':
    case 'host':
    case 'ping':
    case 'drill':
    case 'kdig':
    case 'resolvectl':
    case 'getent':
    case 'traceroute':
    case 'resolve-dnsname':
      return { ...NOTHING, to: args.find((arg) => /\w\.\w/.test(arg)) ?? '', words: args };
    case 'gh':
      return args[0] === 'gist' || args[0] === 'api'
        ? { ...NOTHING, to: 'github.com', words: args, files: args, sendsInput: true }
        : undefined;
    case 'pastebinit':
    case 'croc':
    case 'wormhole':
    case 'ffsend':
    case 'transfer':
    case 'ipfs':
    case 'termbin':
    case 'smbclient':
    case 'cadaver':
    case 'certreq':
      return { ...NOTHING, to: name, words: args, files: args, sendsInput: true };
    case 'certutil':
      return args.some((arg) => /urlcache|verifyctl/i.test(arg))
        ? { ...NOTHING, to: urlIn(args), saved: args.at(-1), prints: false }
        : undefined;
    case 'bitsadmin':
    case 'start-bitstransfer':
      return { ...NOTHING, to: urlIn(args), saved: args.at(-1), prints: false };
    default:
      return undefined;
  }
}

function webTraffic(name: string, args: readonly string[]): Traffic {
  const words: string[] = [];
  const files: string[] = [];
  const proofs: string[] = [];
  let to = '';
  let saved: string | undefined;
  let byName =
    name === 'wget' || name === 'wget2' || name === 'aria2c' || name === 'axel' || name === 'lwp-download';
  let folder = '';
  // What is piped into these is the body of what they send.
  let sendsInput = /^(?:https?|httpie|xh|websocat)$/.test(name);
  for (let k = 0; k < args.length; k++) {
    const arg = args[k]!;
    const equals = /^(--[a-z-]+)=([\s\S]*)$/.exec(arg);
    const glued = /^(-[dFTobAeHuOPX])(.+)$/.exec(arg);
    const short = name === 'curl' || glued?.[1] === '-O' || glued?.[1] === '-P';
    const option = equals?.[1] ?? (glued !== null && short && !arg.startsWith('--') ? glued[1]! : arg);
    const own = equals?.[2] ?? (option === arg ? undefined : glued?.[2]);
    const take = (): string => own ?? args[++k] ?? '';
    if (SENDING.has(option)) {
      const value = take();
      if (
        PROVING.test(option) ||
        (/^(?:-H|--header)$/.test(option) &&
          /^\s?(?:authorization|x-[\w-]*(?:token|key)|private-token|cookie|api-key)/i.test(value))
      )
        proofs.push(value);
      else {
        words.push(value);
        if (/^@?-$|=[@<]-/.test(value)) sendsInput = true;
        else if (
          /^@|[=@][@<]|^[^=]*@/.test(value) ||
          /^(?:-T|--upload-file|--post-file|--body-file|-InFile|-infile)$/.test(option)
        )
          files.push(value.replace(/^[^@<]*[@<]/, '').replace(/;type=.*$/, ''));
      }
    } else if (
      /^(?:-o|--output|--output-document|-OutFile|-outf|-out)$/i.test(option) &&
      !(option === '-O' && name === 'curl')
    ) {
      saved = take();
    } else if (option === '-P' || option === '--directory-prefix' || option === '--output-dir')
      folder = `${take().replace(/\/$/, '')}/`;
    else if (/^-[a-zA-Z]*O$/.test(arg) && name === 'curl') byName = true;
    else if (/^-[a-zA-Z]*o$/.test(arg) && name === 'curl') saved = take();
    else if (/^-[a-zA-Z]*O-?$/.test(arg) && name.startsWith('wget')) saved = arg.endsWith('-') ? '-' : take();
    else if (arg === '--remote-name' || arg === '-OJ' || arg === '-JO') byName = true;
    else if (VALUED.test(arg)) k++;
    else if (!arg.startsWith('-') || arg.length === 1) {
      if (to === '' || /^[a-z]+:\/\//i.test(arg)) to = arg;
      words.push(arg);
    } else if (/^-(?:uri)$/i.test(arg)) to = take();
  }
  if (saved === '-' || saved === '/dev/stdout') saved = undefined;
  else if (
    saved === undefined &&
    byName &&
    !args.some((arg) => /^-[a-zA-Z]*O-$|^-O$|--output-document=-/.test(arg) && name.startsWith('wget'))
  )
    saved = folder + (/\/([^/?#]+)(?:[?#].*)?$/.exec(to)?.[1] ?? 'index.html');
  return { to, saved, prints: saved === undefined, words, files, sendsInput, proofs };
}

function copyTraffic(args: readonly string[], isRemote: (arg: string) => boolean): Traffic | undefined {
  const places = args.filter((arg, k) => !arg.startsWith('-') && !/^-[iPoFeJclS]$/.test(args[k - 1] ?? ''));
  const last = places.at(-1) ?? '';
  if (isRemote(last))
    return {
      ...NOTHING,
      to: last,
      files: places.slice(0, -1),
      sendsInput: places.includes('-'),
      prints: false,
    };
  const from = places.find(isRemote);
  return from === undefined ? undefined : { ...NOTHING, to: from, saved: last, prints: false };
}

function argumentOf(args: readonly string[], option: string): string | undefined {
  const at = args.indexOf(option);
  return at < 0 ? undefined : args[at + 1];
}

function urlIn(args: readonly string[]): string {
  return args.find((arg) => /^[a-z]+:\/\//i.test(arg)) ?? '';
}

/** This machine, or a name that no other machine knows. */
export function isLocal(address: string): boolean {
  return /^(?:[a-z]+:\/\/)?(?:[^@/]{0,64}@)?(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal)(?:[:/]|$)/i.test(
    address,
  );
}

/** The service of a cloud that hands out credentials to whoever asks from inside. */
export function isMetadata(address: string): boolean {
  return /169\.254\.169\.254|169\.254\.170\.2|fd00:ec2::254|metadata\.google\.internal|100\.100\.100\.200|\b2852039166\b|0xa9fea9fe|0251\.0376\.0251\.0376|\[::ffff:a9fe:a9fe\]|metadata\.azure/i.test(
    address,
  );
}

const INSTALLERS =
  /^(?:https:\/\/)?(?:sh\.rustup\.rs|get\.docker\.com|test\.docker\.com|raw\.githubusercontent\.com\/(?:nvm-sh|Homebrew|ohmyzsh|helm|kubernetes|rancher|golangci|creationix|aquasecurity|anchore)\/|deno\.land|bun\.sh|astral\.sh|get\.k3s\.io|tailscale\.com|ollama\.(?:com|ai)|install\.python-poetry\.org|starship\.rs|sdk\.cloud\.google\.com|get\.helm\.sh|fnm\.vercel\.app|get\.volta\.sh|get\.pnpm\.io|deb\.nodesource\.com|rpm\.nodesource\.com|sh\.rustup|fly\.io|mise\.run|get\.sdkman\.io|install\.duckdb\.org|claude\.ai|nixos\.org|bootstrap\.pypa\.io|cli\.github\.com|proto\.moonrepo\.dev|get\.jetify\.com|packagecloud\.io|sentry\.io|get\.pulumi\.com|install\.determinate\.systems|cursor\.com|go\.dev|get\.scoop\.sh|community\.chocolatey\.org|pyenv\.run|get\.rvm\.io|install\.meteor\.com|dot\.net|aka\.ms|cli\.doppler\.com|get\.tur\.so|run\.linkerd\.io|istio\.io|zed\.dev|opencode\.ai|railway\.(?:app|com)|get\.nexte\.st|get\.sdkman|downloads\.claude\.ai|antigen|php\.new|getcomposer\.org|install\.direnv\.net|raw\.githubusercontent\.com\/(?:pyenv|asdf-vm|rbenv|junegunn|zsh-users|tj|denoland|pnpm|pyenv-win|microsoft|docker|moovweb|jesseduffield|ajeetdsouza|zplug|zdharma-continuum|argoproj|istio|fluxcd|k3d-io|cilium|derailed)\/)(?:(?<=\/)|(?=[/:?#]|$))/i;

/** Installers that their makers tell people to run like this. */
export function isKnownInstaller(address: string): boolean {
  return INSTALLERS.test(address);
}

/** An address of numbers on another network, which nobody has put a name to. */
export function isNameless(address: string): boolean {
  return (
    /^(?:[a-z]+:\/\/)?(?:[^@/]{0,64}@)?\d{1,3}(?:\.\d{1,3}){3}(?:[:/]|$)/i.test(address) &&
    !isLocal(address) &&
    !/^(?:[a-z]+:\/\/)?(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/i.test(address)
  );
}
