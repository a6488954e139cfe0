import type { Wire } from '../wire/wire.ts';

/**
 * Ends our direction and waits until everything written has left: a socket that is destroyed before loses the rest of an
 * answer, and a client that half-closed early or reads slowly would get it cut.
 */
export async function endAndFlush(wire: Wire, timeoutMs: number): Promise<void> {
  const { socket } = wire;
  wire.end();
  if (socket.writableFinished || socket.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  socket.once('finish', resolve);
  socket.once('close', resolve);
  await promise;
  clearTimeout(timer);
  socket.removeListener('finish', resolve);
  socket.removeListener('close', resolve);
}
