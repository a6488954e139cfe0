import type { Joined } from '../prefilter.ts';
import { Layer, SCALE } from './layer.ts';

const VIA: readonly string[] = Object.freeze(['joined']);

/** Strings that stand side by side, as one text: a secret in parts is whole again. @param count how many of `joined` count */
export function joinedLayer(joined: readonly Joined[], count: number, limit: number): Layer {
  const layer = new Layer(limit, true);
  for (let k = 0; k < count; k++) {
    const { bytes, length, pieces, at, source } = joined[k]!;
    if (!layer.fits(length)) break;
    layer.reserve(length);
    const piece = layer.begin(VIA, source[0]!);
    for (let i = 0; i < pieces; i++) {
      const from = at[i]!;
      const end = i + 1 < pieces ? at[i + 1]! : length;
      layer.from(source[i]!, SCALE.raw, source[i]! + end - from);
      for (let b = from; b < end; b++) layer.bytes[layer.length++] = bytes[b]!;
    }
    layer.finish(piece);
  }
  return layer;
}
