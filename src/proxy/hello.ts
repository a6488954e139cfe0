import {
  type ClientHello,
  INCOMPLETE,
  MAX_HELLO_BYTES,
  NOT_TLS,
  parseClientHello,
} from '../decrypt/client-hello.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Wire } from '../wire/wire.ts';
import type { Gateway } from './gateway.ts';

/**
 * Reads the ClientHello without taking it.
 * @throws Refusal `protocol` when it is not one, `timeout` when it does not come.
 */
export async function peekClientHello(gateway: Gateway, wire: Wire): Promise<ClientHello> {
  const patience = gateway.deadlines.now + gateway.config.accept.handshakeTimeoutMs;
  for (;;) {
    const hello = parseClientHello(wire.unread);
    if (hello === NOT_TLS) throw new Refusal('protocol', 'client-hello');
    if (hello !== INCOMPLETE) return hello;
    if (wire.unread.length > MAX_HELLO_BYTES) throw new Refusal('protocol', 'client-hello-bytes');
    if (!(await wire.more(gateway.deadlines.left(patience)))) throw new Refusal('timeout', 'client-hello');
  }
}
