import * as fs from 'node:fs';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { Deadlines } from '../wire/deadlines.ts';
import { Wire } from '../wire/wire.ts';
import type { Destination } from './resolve.ts';

/** A connection to an origin. */
export interface Upstream {
  readonly wire: Wire;
  /** The address that was checked and dialled. */
  readonly address: string;
  readonly tlsVersion: string | undefined;
}

/** Most origins whose TLS session is remembered. */
const SESSION_LIMIT = 1000;

/** Dials checked addresses, with TLS verified against the system's CAs and those that the operator adds. */
export class Dialer {
  readonly #context: tls.SecureContext;
  readonly #deadlines: Deadlines;
  readonly #timeoutMs: number;
  readonly #sessions = new Map<string, Buffer>();

  /**
   * @param upstreamCa paths of PEM files with more CAs
   * @param minVersion oldest TLS version that is spoken
   * @throws Error when a file cannot be read or holds no certificate
   */
  constructor(
    upstreamCa: readonly string[],
    minVersion: tls.SecureVersion,
    timeoutMs: number,
    deadlines: Deadlines,
  ) {
    this.#context = tls.createSecureContext({ ca: trustedAuthorities(upstreamCa), minVersion });
    this.#deadlines = deadlines;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Connects to the first destination that answers.
   * @throws Refusal `upstream-connect`, `upstream-tls` or `upstream-timeout`.
   */
  async dial(
    target: Pick<Target, 'scheme' | 'host' | 'port'>,
    destinations: readonly Destination[],
  ): Promise<Upstream> {
    let failure: unknown;
    for (const destination of destinations) {
      try {
        return await this.#dialOne(target, destination);
      } catch (error) {
        failure = error;
        // A wrong certificate is an answer: the next address must not get a second try at it.
        if (error instanceof Refusal && error.reason === 'upstream-tls') throw error;
      }
    }
    throw failure;
  }

  async #dialOne(
    target: Pick<Target, 'scheme' | 'host' | 'port'>,
    destination: Destination,
  ): Promise<Upstream> {
    const socket =
      target.scheme === 'https' ? this.#tlsSocket(target, destination) : plainSocket(destination);
    const connected = target.scheme === 'https' ? 'secureConnect' : 'connect';
    await this.#established(socket, connected);
    const tlsVersion = socket instanceof tls.TLSSocket ? (socket.getProtocol() ?? undefined) : undefined;
    return { wire: new Wire(socket, this.#deadlines), address: destination.address, tlsVersion };
  }

  #tlsSocket(target: Pick<Target, 'host' | 'port'>, destination: Destination): tls.TLSSocket {
    const key = `${target.host}:${target.port}`;
    const session = this.#sessions.get(key);
    const socket = tls.connect({
      host: destination.address,
      port: destination.port,
      secureContext: this.#context,
      // An address is never a server name (RFC 6066 section 3).
      servername: net.isIP(target.host) === 0 ? target.host : '',
      checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(target.host, certificate),
      ALPNProtocols: ['http/1.1'],
      // Said aloud: NODE_TLS_REJECT_UNAUTHORIZED in the environment would turn the default off.
      rejectUnauthorized: true,
      ...(session === undefined ? {} : { session }),
    });
    socket.setNoDelay(true);
    socket.on('session', (fresh) => {
      if (this.#sessions.size >= SESSION_LIMIT) this.#sessions.clear();
      this.#sessions.set(key, fresh);
    });
    return socket;
  }

  async #established(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
    const done = Promise.withResolvers<void>();
    const timer = setTimeout(() => done.reject(new Refusal('upstream-timeout', 'connect')), this.#timeoutMs);
    const onError = (error: NodeJS.ErrnoException): void => done.reject(dialFailure(error));
    const onClose = (): void => done.reject(new Refusal('upstream-connect', 'closed'));
    socket.once(event, done.resolve);
    socket.on('error', onError);
    socket.once('close', onClose);
    try {
      await done.promise;
    } catch (error) {
      // Late errors of a socket that is given up have nobody to hear them, and would end the process.
      socket.on('error', ignoreLateError);
      socket.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
      socket.removeListener('error', onError);
      socket.removeListener('close', onClose);
    }
  }
}

function ignoreLateError(): void {}

function plainSocket(destination: Destination): net.Socket {
  return net.connect({ host: destination.address, port: destination.port, noDelay: true });
}

/** System CAs where the system has a store, else those that come with Node.js, plus the operator's. */
function trustedAuthorities(files: readonly string[]): string[] {
  const system = tls.getCACertificates('system');
  const extra = files.map((file) => {
    const text = fs.readFileSync(file, 'latin1');
    if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Error(`${file} holds no PEM certificate`);
    return text;
  });
  return [...(system.length > 0 ? system : tls.getCACertificates('bundled')), ...extra];
}

const TLS_CODES =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERR_TLS_|ERR_SSL_|EPROTO|CRL_|ERROR_IN_)/;

function dialFailure(error: NodeJS.ErrnoException): Refusal {
  const code = error.code ?? 'unknown';
  return new Refusal(TLS_CODES.test(code) ? 'upstream-tls' : 'upstream-connect', code);
}
