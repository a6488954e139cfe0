/**
 * Literals of which at least one stands in any text that reaches 0.5. The engine looks for the bytes as they are written
 * here, so words come without their first letter and in capitals too.
 */
export const INJECTION_ANCHORS: readonly string[] = Object.freeze(['nstruction', 'NSTRUCTION']);
