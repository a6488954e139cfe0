import { Refusal } from '../flow/refusal.ts';
import { originKey, type Target } from '../flow/target.ts';
import type { Dialer, Upstream } from './dial.ts';
import type { Resolver } from './resolve.ts';

/** Limits of the pool. */
export interface PoolLimits {
  readonly connectionsPerOrigin: number;
  /** Idle connections of all origins together. */
  readonly idleConnections: number;
  readonly idleTimeoutMs: number;
  /** How long an exchange waits for a connection that another one gives back. */
  readonly connectTimeoutMs: number;
}

interface Origin {
  readonly key: string;
  /** Most recently used last. */
  readonly idle: Pooled[];
  open: number;
  readonly waiting: ((free: boolean) => void)[];
}

/** A connection that knows where to go back to. */
export interface Pooled extends Upstream {
  readonly origin: Origin;
  /** Requests that were sent on it before. */
  uses: number;
  /** Interim answers since the last final one. */
  interim: number;
}

/** Keeps connections to origins for the next request to the same origin. */
export class Pool {
  readonly #resolver: Resolver;
  readonly #dialer: Dialer;
  readonly #limits: PoolLimits;
  readonly #origins = new Map<string, Origin>();
  #idle = 0;

  constructor(resolver: Resolver, dialer: Dialer, limits: PoolLimits) {
    this.#resolver = resolver;
    this.#dialer = dialer;
    this.#limits = limits;
  }

  /** An idle connection to the origin, if there is a live one. */
  take(target: Target): Pooled | undefined {
    const origin = this.#origins.get(keyOf(target));
    for (;;) {
      const pooled = origin?.idle.pop();
      if (pooled === undefined) return undefined;
      this.#idle--;
      pooled.wire.deadline = 0;
      pooled.wire.idle = false;
      if (pooled.wire.usable) return pooled;
      pooled.wire.destroy();
    }
  }

  /**
   * A new connection: resolves, checks, dials.
   * @throws Refusal of {@link Resolver.resolve} or {@link Dialer.dial}; `limit` when the origin has too many already.
   */
  async connect(target: Target): Promise<Pooled> {
    const key = keyOf(target);
    const origin = this.#origins.get(key) ?? { key, idle: [], open: 0, waiting: [] };
    this.#origins.set(key, origin);
    if (origin.open >= this.#limits.connectionsPerOrigin) {
      await this.#waitForSlot(origin);
      this.#origins.set(key, origin);
      const pooled = this.take(target);
      if (pooled !== undefined) return pooled;
    }
    origin.open++;
    try {
      const destinations = await this.#resolver.resolve(target.host, target.port);
      const upstream = await this.#dialer.dial(target, destinations);
      const pooled: Pooled = { ...upstream, origin, uses: 0, interim: 0 };
      pooled.wire.onClose = () => this.#closed(pooled);
      if (pooled.wire.closed) this.#closed(pooled);
      return pooled;
    } catch (error) {
      this.#freed(origin);
      throw error;
    }
  }

  /** Gives a connection back after a whole exchange; it is closed when it cannot serve another one. */
  give(pooled: Pooled): void {
    const { wire, origin } = pooled;
    pooled.uses++;
    if (!wire.usable || wire.socket.writableLength > 0 || this.#idle >= this.#limits.idleConnections) {
      wire.destroy();
      return;
    }
    wire.idle = true;
    wire.arm(this.#limits.idleTimeoutMs);
    origin.idle.push(pooled);
    this.#idle++;
    origin.waiting.shift()?.(true);
  }

  /** Closes every idle connection. */
  close(): void {
    for (const origin of this.#origins.values()) for (const pooled of origin.idle) pooled.wire.destroy();
  }

  #closed(pooled: Pooled): void {
    const at = pooled.origin.idle.indexOf(pooled);
    if (at >= 0) {
      pooled.origin.idle.splice(at, 1);
      this.#idle--;
    }
    this.#freed(pooled.origin);
  }

  #freed(origin: Origin): void {
    origin.open--;
    origin.waiting.shift()?.(true);
    if (origin.open === 0 && origin.waiting.length === 0) this.#origins.delete(origin.key);
  }

  async #waitForSlot(origin: Origin): Promise<void> {
    if (origin.waiting.length >= this.#limits.connectionsPerOrigin)
      throw new Refusal('limit', 'connections-per-origin');
    const free = await new Promise<boolean>((resolve) => {
      const waiter = (isFree: boolean): void => {
        clearTimeout(timer);
        resolve(isFree);
      };
      const timer = setTimeout(() => {
        origin.waiting.splice(origin.waiting.indexOf(waiter), 1);
        resolve(false);
      }, this.#limits.connectTimeoutMs);
      origin.waiting.push(waiter);
    });
    if (!free) throw new Refusal('limit', 'connections-per-origin');
  }
}

function keyOf(target: Target): string {
  return `${target.scheme} ${originKey(target.host, target.port)}`;
}
