import { createHash, timingSafeEqual } from 'node:crypto';
import type { Agent } from '../flow/agent.ts';
import { Refusal } from '../flow/refusal.ts';

/** Names an agent from what it presented. */
export interface Identifier {
  /** Whether credentials are demanded. */
  readonly required: boolean;
  /**
   * From `Proxy-Authorization` (RFC 7617); undefined when the field is absent.
   * @throws Refusal `proxy-auth` when credentials are demanded and these are missing or wrong.
   */
  fromBasic(field: string | undefined, peer: string): Agent;
  /**
   * From SOCKS user and password (RFC 1929).
   * @throws Refusal `proxy-auth`.
   */
  fromSocks(user: string | undefined, password: string | undefined, peer: string): Agent;
}

/**
 * @param users name -> password; empty when everybody may use the gateway
 * @param required whether those without credentials are turned away
 */
export function createIdentifier(users: ReadonlyMap<string, string>, required: boolean): Identifier {
  const digests = new Map([...users].map(([name, password]) => [name, digest(password)]));
  const check = (name: string, password: string, how: 'basic' | 'socks'): Agent => {
    const expected = digests.get(name);
    // Compared even for unknown names, so that the time does not tell which names exist.
    const same = timingSafeEqual(expected ?? digest(''), digest(password));
    if (expected === undefined || !same) throw new Refusal('proxy-auth', 'wrong-credentials');
    return Object.freeze({ name, how });
  };
  const anonymous = (peer: string): Agent => {
    if (required) throw new Refusal('proxy-auth', 'missing-credentials');
    return Object.freeze({ name: peer, how: 'address' });
  };
  return {
    required,
    fromBasic(field, peer) {
      if (field === undefined || digests.size === 0) return anonymous(peer);
      const encoded = /^basic[ ]+([A-Za-z0-9+/=]+)$/i.exec(field)?.[1];
      const pair = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
      const colon = pair.indexOf(':');
      if (colon < 0) throw new Refusal('proxy-auth', 'wrong-credentials');
      return check(pair.slice(0, colon), pair.slice(colon + 1), 'basic');
    },
    fromSocks(user, password, peer) {
      if (user === undefined || password === undefined || digests.size === 0) return anonymous(peer);
      return check(user, password, 'socks');
    },
  };
}

function digest(password: string): Buffer {
  return createHash('sha256').update(password, 'utf8').digest();
}
