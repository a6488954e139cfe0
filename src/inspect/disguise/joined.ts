import type { Joined } from '../prefilter.ts';
import { Layer, SCALE } from './layer.ts';

/** Strings that stand side by side, as one text: a secret in parts is whole again. */
export function joinedLayer(joined: readonly Joined[], limit: number): Layer {
  const layer = new Layer(limit, true);
  for (const { bytes, at, source } of joined) {
    if (!layer.fits(bytes.length)) break;
    layer.reserve(bytes.length);
    const piece = layer.begin(['joined'], source[0]!);
    for (let i = 0; i < at.length; i++) {
      const end = i + 1 < at.length ? at[i + 1]! : bytes.length;
      const length = bytes.copy(layer.bytes, layer.length, at[i]!, end);
      layer.from(source[i]!, SCALE.raw, source[i]! + length);
      layer.length += length;
    }
    layer.finish(piece);
  }
  return layer;
}
