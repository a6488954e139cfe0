import * as path from 'node:path';
import { TRUST_STORE_PASSWORD } from '../decrypt/trust-store.ts';

/** Files that make a program trust the CA. */
export interface TrustFiles {
  /** The CA alone, PEM. */
  readonly ca: string;
  /** The CA and the system's CAs, PEM. */
  readonly bundle: string;
  /** The same as a PKCS #12 trust store, for Java. */
  readonly store: string;
  /** Start-up file of wget, which reads no variable for CAs. */
  readonly wgetrc: string;
}

const LOOPBACK = 'localhost,127.0.0.1,::1';

/** Variables that name a file of all trusted CAs, and who reads them. */
const BUNDLE_VARIABLES = [
  'SSL_CERT_FILE', // OpenSSL: Python urllib and httpx, Ruby, Perl; Go; Deno; rustls-native-certs; uv
  'REQUESTS_CA_BUNDLE', // Python requests
  'CURL_CA_BUNDLE', // curl
  'GIT_SSL_CAINFO', // git
  'CARGO_HTTP_CAINFO', // Cargo
  'AWS_CA_BUNDLE', // AWS SDKs and CLI
  'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE', // gcloud
  'PIP_CERT', // pip
  'npm_config_cafile', // npm, pnpm, yarn 1
  'YARN_HTTPS_CA_FILE_PATH', // yarn 2+
  'HTTPLIB2_CA_CERTS', // httplib2
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH', // gRPC core
  'NIX_SSL_CERT_FILE', // nix
  'HEX_CACERTS_PATH', // Elixir hex
  'PERL_LWP_SSL_CA_FILE', // Perl LWP
  'JULIA_SSL_CA_ROOTS_PATH', // Julia
  'COMPOSER_CAFILE', // PHP composer
] as const;

/** Variables that name the CA to trust besides the built-in ones. */
const EXTRA_VARIABLES = [
  'NODE_EXTRA_CA_CERTS', // Node.js, Bun
  'DENO_CERT', // Deno
] as const;

/**
 * The variables that bring a program's traffic here and make it trust the CA.
 * @param proxy `host:port`
 * @param inherited the environment that the program would have had; options in it are kept, proxies replaced
 */
export function agentEnvironment(
  proxy: string,
  files: TrustFiles,
  inherited: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const url = `http://${proxy}`;
  const variables: Record<string, string> = {};
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']) {
    variables[name] = url;
    variables[name.toLowerCase()] = url;
  }
  variables.NO_PROXY = LOOPBACK;
  variables.no_proxy = LOOPBACK;
  variables.NODE_USE_ENV_PROXY = '1';
  for (const name of BUNDLE_VARIABLES) variables[name] = files.bundle;
  for (const name of EXTRA_VARIABLES) variables[name] = files.ca;
  variables.DENO_TLS_CA_STORE = 'system,mozilla';
  variables.CLOUDSDK_PROXY_TYPE = 'http';
  variables.CLOUDSDK_PROXY_ADDRESS = proxy.slice(0, proxy.lastIndexOf(':'));
  variables.CLOUDSDK_PROXY_PORT = proxy.slice(proxy.lastIndexOf(':') + 1);
  variables.WGETRC = files.wgetrc;
  variables.JAVA_TOOL_OPTIONS = [inherited.JAVA_TOOL_OPTIONS, ...javaOptions(proxy, files.store)]
    .filter((option) => option !== undefined && option !== '')
    .join(' ');
  variables.WEIR_PROXY = url;
  return variables;
}

function javaOptions(proxy: string, store: string): string[] {
  const host = proxy.slice(0, proxy.lastIndexOf(':'));
  const port = proxy.slice(proxy.lastIndexOf(':') + 1);
  return [
    `-Djavax.net.ssl.trustStore=${store}`,
    '-Djavax.net.ssl.trustStoreType=PKCS12',
    `-Djavax.net.ssl.trustStorePassword=${TRUST_STORE_PASSWORD}`,
    `-Dhttp.proxyHost=${host}`,
    `-Dhttp.proxyPort=${port}`,
    `-Dhttps.proxyHost=${host}`,
    `-Dhttps.proxyPort=${port}`,
  ];
}

/** Names of the files of one data directory. */
export function trustFiles(dataDir: string): TrustFiles {
  return {
    ca: path.join(dataDir, 'ca.pem'),
    bundle: path.join(dataDir, 'trust', 'bundle.pem'),
    store: path.join(dataDir, 'trust', 'store.p12'),
    wgetrc: path.join(dataDir, 'trust', 'wgetrc'),
  };
}

/** The shells that `weir up` prints lines for. */
export type Shell = 'bash' | 'fish' | 'powershell';

/** Lines that set the most needed variables in a shell. */
export function shellLines(shell: Shell, variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => {
    if (shell === 'bash') return `export ${name}=${quote(value, "'\\''")}`;
    if (shell === 'fish') return `set -gx ${name} ${quote(value, "\\'")}`;
    return `$env:${name} = ${quote(value, "''")}`;
  });
}

function quote(value: string, escapedQuote: string): string {
  return /^[A-Za-z0-9_./:@,+=-]+$/.test(value) && escapedQuote !== "''"
    ? value
    : `'${value.replaceAll("'", escapedQuote)}'`;
}
