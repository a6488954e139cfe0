import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Pki } from './pki.ts';
import { Program, waitForPort } from './processes.ts';

/** A started proxy. */
export interface Peer {
  readonly name: string;
  readonly port: number;
  /** Whether it wants a CONNECT. */
  readonly connect: boolean;
  /** The CA that a client has to trust; text. */
  readonly ca: string;
  readonly program: Program;
}

/** Everything a peer needs to start. */
export interface Setting {
  readonly dir: string;
  readonly pki: Pki;
  readonly originPort: number;
}

/** Where the origin of the streaming measurement listens. */
export function streamPort(setting: Setting): number {
  return setting.originPort + 1;
}

const WEIR = path.resolve(import.meta.dirname, '../bin/weir');
/** Other programs are linked where Debian puts them. */
const SQUID = '/usr/sbin/squid';
const CERTGEN = '/usr/lib/squid/security_file_certgen';

/** 1 KiB of JSON. */
const ANSWER = JSON.stringify({ items: 'lorem ipsum dolor sit amet '.repeat(37) }).padEnd(1024, ' ');

/** nginx as the origin: answers 1 KiB to everything, keeps connections. */
export async function startOrigin(setting: Setting): Promise<Program> {
  const config = path.join(setting.dir, 'nginx.conf');
  fs.writeFileSync(
    config,
    `daemon off; worker_processes 1; pid ${setting.dir}/nginx.pid; error_log ${setting.dir}/nginx.log;
events { worker_connections 4096; }
http {
  access_log off; client_max_body_size 200m; client_body_buffer_size 512k; keepalive_requests 100000000; keepalive_timeout 600s;
  client_body_temp_path ${setting.dir}; proxy_temp_path ${setting.dir}; fastcgi_temp_path ${setting.dir};
  uwsgi_temp_path ${setting.dir}; scgi_temp_path ${setting.dir}; default_type application/json;
  server {
    listen 127.0.0.1:${setting.originPort} ssl; listen [::1]:${setting.originPort} ssl;
    ssl_certificate ${setting.pki.leaf}; ssl_certificate_key ${setting.pki.leafKey}; ssl_session_cache shared:a:1m;
    error_page 418 = @reading;
    location / { if ($request_method = POST) { return 418; } return 200 '${ANSWER}'; }
    # A body is read to its end only on its way to somewhere.
    location @reading { proxy_pass http://within; proxy_http_version 1.1; proxy_set_header Connection ""; }
    location /files/ { alias ${setting.dir}/files/; }
    location /upload { proxy_pass http://within; proxy_request_buffering off; proxy_http_version 1.1; }
  }
  upstream within { server unix:${setting.dir}/within.sock; keepalive 64; }
  server { listen unix:${setting.dir}/within.sock; location / { return 200 '${ANSWER}'; } }
}`,
  );
  const program = new Program(
    'nginx',
    ['-c', config, '-e', `${setting.dir}/nginx.log`],
    `${setting.dir}/nginx.out`,
  );
  await waitForPort(setting.originPort);
  return program;
}

/** Weir with inspection, records and the given number of policies. */
export async function startWeir(setting: Setting, port: number, policies: number): Promise<Peer> {
  const dir = path.join(setting.dir, `weir-${policies}`);
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = path.join(dir, 'policies.json');
  fs.writeFileSync(file, JSON.stringify(policyDocument(policies)));
  const program = new Program(
    WEIR,
    [
      ...['proxy', '--listen', `127.0.0.1:${port}`, '--data', path.join(dir, 'data'), '--policies', file],
      ...['--upstream-ca', setting.pki.ca, '--allow-address', `127.0.0.1:${setting.originPort}`],
      ...[
        '--allow-address',
        `[::1]:${setting.originPort}`,
        '--allow-address',
        `127.0.0.1:${streamPort(setting)}`,
      ],
    ],
    path.join(dir, 'log'),
  );
  await waitForPort(port);
  const ca = fs.readFileSync(path.join(dir, 'data/ca.pem'), 'latin1');
  return { name: policies === 10 ? 'Weir' : `Weir, ${policies} policies`, port, connect: true, ca, program };
}

/** Realistic shapes in turn; none of them matches the load. */
export function policyDocument(count: number): unknown {
  const shapes = [
    (i: number) => `http.host == "blocked-${i}.example"`,
    (i: number) => `attrs["strathon.http.url"].contains("evil-${i}.example")`,
    (i: number) => `http.method == "DELETE" && http.host.endsWith(".internal-${i}.example")`,
    (i: number) => `http.path.startsWith("/admin/${i}/") && http.port == 443`,
    (i: number) =>
      `attrs["strathon.tool.name"] == "http.put" && attrs["strathon.http.url"].contains("bucket-${i}")`,
  ];
  const policies = Array.from({ length: count }, (_, i) => ({
    name: `bench-${i}`,
    match_expression: shapes[i % shapes.length]!(i),
    action: 'block',
    priority: i % 100,
  }));
  return { policies, intervention_default_action: 'allow' };
}

/** HAProxy relaying TLS on both sides: what C costs with no inspection at all. */
export async function startHaproxy(setting: Setting, port: number): Promise<Peer> {
  const config = path.join(setting.dir, 'haproxy.cfg');
  fs.writeFileSync(
    config,
    `global
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend in
  bind 127.0.0.1:${port} ssl crt ${setting.pki.dir}/both.pem
  default_backend out
backend out
  server origin 127.0.0.1:${setting.originPort} ssl verify required ca-file ${setting.pki.ca} sni str(localhost)
`,
  );
  const program = new Program('haproxy', ['-db', '-f', config], `${setting.dir}/haproxy.out`);
  await waitForPort(port);
  return {
    name: 'HAProxy (TLS relay)',
    port,
    connect: false,
    ca: fs.readFileSync(setting.pki.ca, 'latin1'),
    program,
  };
}

/** Squid with ssl-bump: the same interception, access rules by host only. */
export async function startSquid(setting: Setting, port: number): Promise<Peer> {
  const dir = path.join(setting.dir, 'squid');
  fs.mkdirSync(dir);
  const config = path.join(dir, 'squid.conf');
  execFileSync(CERTGEN, ['-c', '-s', path.join(dir, 'ssl_db'), '-M', '16MB'], { stdio: 'ignore' });
  fs.writeFileSync(
    config,
    `http_port 127.0.0.1:${port} ssl-bump tls-cert=${setting.pki.ca} tls-key=${setting.pki.caKey} generate-host-certificates=on dynamic_cert_mem_cache_size=16MB
sslcrtd_program ${CERTGEN} -s ${dir}/ssl_db -M 16MB
acl step1 at_step SslBump1
ssl_bump peek step1
ssl_bump bump all
tls_outgoing_options cafile=${setting.pki.ca}
http_access allow all
cache deny all
access_log stdio:${dir}/access.log
cache_log ${dir}/cache.log
pid_filename ${dir}/squid.pid
coredump_dir ${dir}
shutdown_lifetime 1 second
workers 1
`,
  );
  execFileSync('chown', ['-R', 'proxy:proxy', dir]);
  fs.chmodSync(setting.dir, 0o755);
  const program = new Program(SQUID, ['-N', '-f', config], `${setting.dir}/squid.out`);
  await waitForPort(port);
  return {
    name: 'Squid 5 (ssl-bump)',
    port,
    connect: true,
    ca: fs.readFileSync(setting.pki.ca, 'latin1'),
    program,
  };
}

/** mitmproxy without any script. */
export async function startMitmproxy(setting: Setting, port: number): Promise<Peer> {
  const dir = path.join(setting.dir, 'mitmproxy');
  fs.mkdirSync(dir);
  const program = new Program(
    '/usr/bin/mitmdump',
    [
      ...['--listen-host', '127.0.0.1', '--listen-port', String(port), '-q', '--set', `confdir=${dir}`],
      ...['--set', `ssl_verify_upstream_trusted_ca=${setting.pki.ca}`, '--set', 'connection_strategy=lazy'],
    ],
    `${setting.dir}/mitmproxy.out`,
    { PATH: '/usr/bin:/bin' },
  );
  await waitForPort(port, 40_000);
  const ca = fs.readFileSync(path.join(dir, 'mitmproxy-ca-cert.pem'), 'latin1');
  return { name: 'mitmproxy', port, connect: true, ca, program };
}
