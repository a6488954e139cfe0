import type { Kind } from '../../src/inspect/kind.ts';

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What a detector that only has expressions would search for: the shapes of a kind, never one that matches nothing. */
export function shapesOf(kind: Kind): readonly string[] {
  const shapes: string[] = [];
  if (kind.span === 'block')
    shapes.push(kind.anchors.map((anchor) => anchor.replace(/[.*+?^${}()|\\]/g, '\\$&')).join('|'));
  else if (kind.shape !== '') shapes.push(`(?:${kind.head ?? ''})${kind.shape}`);
  if (kind.tolerant !== undefined) shapes.push(`(?:${kind.head ?? ''})${kind.tolerant}`);
  if (kind.named !== undefined) {
    const names = kind.named.anchors.map(literal).join('|');
    shapes.push(`(?:${names})[\\w.-]{0,32}["'\\s:=>]{1,8}(?:${kind.named.value})`);
  }
  if (kind.candidate === 'words') shapes.push('(?:[a-z]{3,8}\\s){11}[a-z]{3,8}');
  return shapes;
}
