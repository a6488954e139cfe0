import { decide } from '../decide/decide.ts';
import { NO_HEADERS } from '../flow/headers.ts';
import { Refusal } from '../flow/refusal.ts';
import type { Target } from '../flow/target.ts';
import type { Upstream } from '../forward/dial.ts';
import type { Wire } from '../wire/wire.ts';
import type { Exchange } from './exchange.ts';
import type { Gateway, Lane, Opening } from './gateway.ts';
import { peekClientHello } from './hello.ts';
import { refuseFindings } from './send.ts';

/**
 * Carries a tunnel unread: hosts in mode `tunnel`, and listed destinations of other protocols. Name, address and
 * policies are judged first; the record says that the content was not inspected.
 */
export async function relayOpaque(
  gateway: Gateway,
  lane: Lane,
  exchange: Exchange,
  opening: Opening,
  carries: 'tls' | 'any',
): Promise<void> {
  exchange.inspected = false;
  const target = exchange.target as Target;
  refuseFindings(exchange, gateway.inspector.inspectHost(target));
  const policies = gateway.policies.current();
  exchange.policyVersion = policies.version;
  exchange.decision = decide(policies, {
    agent: opening.agent,
    method: 'CONNECT',
    target,
    headers: NO_HEADERS,
    bodySize: -1,
    tls: undefined,
    findings: exchange.findings,
    now: exchange.time,
  });
  if (exchange.decision.verdict === 'deny') throw new Refusal(exchange.decision.reason ?? 'policy');
  opening.accept();
  exchange.answerStarted = true;
  if (carries === 'tls') {
    const hello = await peekClientHello(gateway, lane.wire);
    if (hello.sni !== undefined && hello.sni !== target.host)
      throw new Refusal('misdirected', 'tunnel-and-sni');
  }
  const destinations = await gateway.resolver.resolve(target.host, target.port);
  const upstream = await gateway.dialer.dial({ ...target, scheme: 'http' }, destinations);
  exchange.address = upstream.address;
  exchange.outcome = 'tunnelled';
  await relayBoth(gateway, lane.wire, upstream);
  exchange.requestBytes = upstream.wire.bytesOut;
  exchange.answerBytes = upstream.wire.bytesIn;
}

async function relayBoth(gateway: Gateway, client: Wire, upstream: Upstream): Promise<void> {
  const { idleTimeoutMs } = gateway.config.accept;
  client.onClose = () => upstream.wire.destroy();
  upstream.wire.onClose = () => client.destroy();
  await Promise.all([pump(client, upstream.wire, idleTimeoutMs), pump(upstream.wire, client, idleTimeoutMs)]);
  client.destroy();
  upstream.wire.destroy();
}

/** Moves bytes one way until that way ends. Silence is allowed as long as the other way moves. */
async function pump(from: Wire, to: Wire, timeoutMs: number): Promise<void> {
  for (;;) {
    if (from.unread.length > 0) {
      if (!to.write(from.takeAll()) && !(await to.drained(timeoutMs))) break;
    } else {
      const moved = to.bytesIn;
      if (await from.more(timeoutMs)) continue;
      if (!from.timedOut || to.bytesIn === moved) break;
      from.timedOut = false;
    }
  }
  if (from.closed || from.timedOut) to.destroy();
  else to.end();
}
