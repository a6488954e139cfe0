import type { Expr, Expr_Call, Expr_Comprehension } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { compiledPattern } from './environment.ts';
import { ATTRIBUTES, TEXT_FIELDS, type TextVariable } from './request.ts';
import { identifierName, stringLiteral } from './syntax.ts';

/**
 * Necessary conditions of expressions, for the index.
 *
 * The value of an expression is true, false, *absent* (an error made only of missing attributes, which counts as no
 * match) or *faulty* (any other error, or not a boolean). A policy may be skipped only when its value is certain to be
 * false or absent. An atom is a test of one string that every request has against a literal: it is true or false, never an
 * error. For each subexpression this file derives
 *
 * - `strict`: sets of atoms such that when none of a set holds, the value is false;
 * - `weak`: the same, but the value is false or absent;
 * - `safe`: true when the value is never faulty.
 *
 * CEL's `&&` is false as soon as one side is false, whatever the other side is, even an error: so the strict sets of
 * either side serve for the whole. It is *not* enough that one side is absent, since `absent && faulty` is faulty: the weak
 * sets of one side serve only when the other side is safe. `||` is false only when both sides are, so it needs one set of
 * each side, united. Everything else has no condition.
 */
export interface Atom {
  readonly variable: TextVariable;
  readonly test: 'equals' | 'starts' | 'ends' | 'contains';
  readonly literal: string;
}

/** A set of atoms of which at least one must hold. The empty one never holds. */
export type Condition = readonly Atom[];

export interface Analysis {
  /** Alternatives: each alone is a necessary condition. None: the expression must always be evaluated. */
  readonly conditions: readonly Condition[];
  /** Set when the expression *is* this condition: no evaluation is needed. */
  readonly exact: Condition | undefined;
  /** True when it can never match. */
  readonly never: boolean;
}

interface Facet {
  readonly strict: readonly Condition[];
  readonly weak: readonly Condition[];
  readonly safe: boolean;
  readonly exact: Condition | undefined;
}

/** Alternatives kept per subexpression; more only cost compile time. */
const MAX_ALTERNATIVES = 4;

const NEVER: Condition = [];
const UNKNOWN: Facet = { strict: [], weak: [], safe: false, exact: undefined };
const ALWAYS_BOOLEAN: Facet = { strict: [], weak: [], safe: true, exact: undefined };
const ALWAYS_FALSE: Facet = { strict: [NEVER], weak: [NEVER], safe: true, exact: undefined };
const ALWAYS_ABSENT: Facet = { strict: [], weak: [NEVER], safe: true, exact: undefined };

/** Derives the necessary conditions of a checked tree. Reads it only. */
export function analyse(root: Expr): Analysis {
  const facet = facetOf(root);
  return {
    conditions: facet.weak,
    exact: facet.exact,
    never: facet.weak.some((condition) => condition.length === 0),
  };
}

function facetOf(expr: Expr | undefined): Facet {
  if (expr === undefined) return UNKNOWN;
  const kind = expr.exprKind;
  if (kind.case === 'constExpr') {
    const constant = kind.value.constantKind;
    if (constant.case !== 'boolValue') return UNKNOWN;
    return constant.value ? ALWAYS_BOOLEAN : ALWAYS_FALSE;
  }
  if (kind.case === 'selectExpr') return presence(expr);
  if (kind.case === 'comprehensionExpr') return existsFinding(kind.value);
  return kind.case === 'callExpr' ? callFacet(kind.value) : UNKNOWN;
}

function callFacet(call: Expr_Call): Facet {
  switch (call.function) {
    case '_&&_':
      return call.args.map(facetOf).reduce(conjunction);
    case '_||_':
      return call.args.map(facetOf).reduce(disjunction);
    case '!_':
      return facetOf(call.args[0]).safe ? ALWAYS_BOOLEAN : UNKNOWN;
    case '_==_':
      return equality(call.args[0], call.args[1]);
    case '_!=_':
      return equality(call.args[0], call.args[1]).safe ? inequality(call) : UNKNOWN;
    case '@in':
      return membership(call.args[0], call.args[1]);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return textTest(call);
    case 'matches':
      return patternTest(call);
    case '_>_':
    case '_>=_':
    case '_<_':
    case '_<=_':
      return comparison(call);
    default:
      return UNKNOWN;
  }
}

function conjunction(left: Facet, right: Facet): Facet {
  const strict = [...left.strict, ...right.strict];
  const weak = [...strict, ...(right.safe ? left.weak : []), ...(left.safe ? right.weak : [])];
  return { strict: best(strict), weak: best(weak), safe: left.safe && right.safe, exact: undefined };
}

function disjunction(left: Facet, right: Facet): Facet {
  const both = left.exact !== undefined && right.exact !== undefined;
  return {
    strict: united(left.strict, right.strict),
    weak: united(left.weak, right.weak),
    safe: left.safe && right.safe,
    exact: both ? [...left.exact, ...right.exact] : undefined,
  };
}

function united(left: readonly Condition[], right: readonly Condition[]): readonly Condition[] {
  return best(left.flatMap((a) => right.map((b) => [...a, ...b])));
}

function best(conditions: readonly Condition[]): readonly Condition[] {
  const distinct = [...new Set(conditions)];
  if (distinct.length <= MAX_ALTERNATIVES) return distinct;
  return distinct.toSorted((a, b) => weight(a) - weight(b)).slice(0, MAX_ALTERNATIVES);
}

/** How often each string equals a given literal, roughly: only the order matters, and only for speed. */
const EQUAL_WEIGHT: Readonly<Record<TextVariable, number>> = {
  url: 0.0001,
  host: 0.001,
  sni: 0.001,
  path: 0.01,
  findings: 0.02,
  agent: 0.05,
  name: 0.3,
  method: 0.3,
  port: 0.5,
  'agent-how': 0.5,
  'tls-version': 0.7,
  scheme: 0.9,
  source: 1,
};

/** How likely a condition is to hold for any one request. */
export function weight(condition: Condition): number {
  let sum = 0;
  for (const atom of condition) sum += atomWeight(atom);
  return sum;
}

function atomWeight(atom: Atom): number {
  const equal = EQUAL_WEIGHT[atom.variable];
  if (atom.test === 'equals') return equal;
  const telling =
    atom.variable === 'url' && atom.test === 'starts' ? atom.literal.length - 8 : atom.literal.length;
  return Math.max(equal, telling >= 8 ? 0.01 : telling >= 4 ? 0.05 : 0.5);
}

function atomFacet(condition: Condition): Facet {
  return { strict: [condition], weak: [condition], safe: true, exact: condition };
}

/** The string variable that an expression reads; `absent` for an attribute that this surface never has. */
function textVariable(expr: Expr | undefined): TextVariable | 'absent' | undefined {
  const kind = expr?.exprKind;
  if (kind?.case === 'identExpr') return kind.value.name === 'name' ? 'name' : undefined;
  if (kind?.case === 'selectExpr' && !kind.value.testOnly) {
    const root = identifierName(kind.value.operand);
    if (root === 'attrs') return ATTRIBUTES.get(kind.value.field) ?? 'absent';
    return root === undefined ? undefined : TEXT_FIELDS.get(`${root}.${kind.value.field}`);
  }
  if (kind?.case !== 'callExpr' || kind.value.function !== '_[_]') return undefined;
  const key = stringLiteral(kind.value.args[1]);
  if (key === undefined || identifierName(kind.value.args[0]) !== 'attrs') return undefined;
  return ATTRIBUTES.get(key) ?? 'absent';
}

function equality(left: Expr | undefined, right: Expr | undefined): Facet {
  if (left?.exprKind.case === 'constExpr' && right?.exprKind.case !== 'constExpr')
    return equality(right, left);
  if (right?.exprKind.case !== 'constExpr') return UNKNOWN;
  const literal = equalLiteral(left, right);
  if (literal !== undefined) return atomFacet([literal]);
  const variable = textVariable(left);
  if (variable === 'absent') return ALWAYS_ABSENT;
  // A string never equals a constant of another type, and that is no error in CEL.
  return variable === undefined ? UNKNOWN : ALWAYS_FALSE;
}

/** `variable == literal` as an atom; the port is the one number among the variables. */
function equalLiteral(left: Expr | undefined, right: Expr | undefined): Atom | undefined {
  const text = stringLiteral(right);
  const variable = textVariable(left);
  if (text !== undefined && variable !== undefined && variable !== 'absent') {
    return { variable, test: 'equals', literal: text };
  }
  const number = intLiteral(right);
  if (number === undefined || !isField(left, 'http', 'port')) return undefined;
  return { variable: 'port', test: 'equals', literal: String(number) };
}

function inequality(call: Expr_Call): Facet {
  const absent = textVariable(call.args[0]) === 'absent' || textVariable(call.args[1]) === 'absent';
  return absent ? ALWAYS_ABSENT : ALWAYS_BOOLEAN;
}

function membership(item: Expr | undefined, list: Expr | undefined): Facet {
  if (identifierName(list) === 'attrs') {
    const key = stringLiteral(item);
    if (key === undefined) return UNKNOWN;
    return ATTRIBUTES.has(key) ? ALWAYS_BOOLEAN : ALWAYS_FALSE;
  }
  if (list?.exprKind.case !== 'listExpr') return UNKNOWN;
  const facets = list.exprKind.value.elements.map((element) =>
    element.exprKind.case === 'constExpr' ? equality(item, element) : UNKNOWN,
  );
  // Over an absent item the list is never reached, so that `x in []` is absent too.
  if (textVariable(item) === 'absent') return facets.every((facet) => facet.safe) ? ALWAYS_ABSENT : UNKNOWN;
  const atoms = facets.flatMap((facet) => facet.exact ?? []);
  return facets.length > 0 && facets.every((facet) => facet.exact !== undefined) ? atomFacet(atoms) : UNKNOWN;
}

const TESTS = { contains: 'contains', startsWith: 'starts', endsWith: 'ends' } as const;

function textTest(call: Expr_Call): Facet {
  const variable = textVariable(call.target);
  const literal = stringLiteral(call.args[0]);
  if (variable === undefined || literal === undefined || call.args.length !== 1) return UNKNOWN;
  if (variable === 'absent') return ALWAYS_ABSENT;
  if (literal === '') return ALWAYS_BOOLEAN;
  return atomFacet([{ variable, test: TESTS[call.function as keyof typeof TESTS], literal }]);
}

/** A text in which a pattern is found holds the literal with which every match of the pattern begins. */
function patternTest(call: Expr_Call): Facet {
  const variable = textVariable(call.target);
  const pattern = stringLiteral(call.args[0]);
  if (variable === undefined || pattern === undefined || call.args.length !== 1) return UNKNOWN;
  if (variable === 'absent') return ALWAYS_ABSENT;
  const literal = compiledPattern(pattern).re2().prefix;
  // Beyond ASCII the engine and JavaScript may cut a text into characters differently.
  if (!/^[\x20-\x7e]+$/.test(literal)) return ALWAYS_BOOLEAN;
  const condition: Condition = [{ variable, test: 'contains', literal }];
  return { strict: [condition], weak: [condition], safe: true, exact: undefined };
}

function comparison(call: Expr_Call): Facet {
  const [left, right] = call.args;
  const bound = intLiteral(right);
  if (bound === undefined) return UNKNOWN;
  if (isFindingCount(left)) {
    const any = call.function === '_>_' ? bound === 0n : call.function === '_>=_' && bound === 1n;
    return any ? atomFacet([SOME_FINDING]) : ALWAYS_BOOLEAN;
  }
  return isField(left, 'http', 'size') || isField(left, 'http', 'port') ? ALWAYS_BOOLEAN : UNKNOWN;
}

const SOME_FINDING: Atom = { variable: 'findings', test: 'equals', literal: 'some' };

/** `findings.exists(f, ...)` is false when there is none: nothing of it is evaluated but the list and the start value. */
function existsFinding(fold: Expr_Comprehension): Facet {
  const start = fold.accuInit?.exprKind;
  const startsFalse =
    start?.case === 'constExpr' &&
    start.value.constantKind.case === 'boolValue' &&
    !start.value.constantKind.value;
  if (!startsFalse || identifierName(fold.iterRange) !== 'findings') return UNKNOWN;
  if (identifierName(fold.result) !== fold.accuVar) return UNKNOWN;
  return { strict: [[SOME_FINDING]], weak: [[SOME_FINDING]], safe: false, exact: undefined };
}

/** `has(attrs.k)`. */
function presence(expr: Expr): Facet {
  if (expr.exprKind.case !== 'selectExpr') return UNKNOWN;
  const { operand, field, testOnly } = expr.exprKind.value;
  if (!testOnly || identifierName(operand) !== 'attrs') return UNKNOWN;
  return ATTRIBUTES.has(field) ? ALWAYS_BOOLEAN : ALWAYS_FALSE;
}

function isFindingCount(expr: Expr | undefined): boolean {
  if (expr?.exprKind.case !== 'callExpr' || expr.exprKind.value.function !== 'size') return false;
  const { target, args } = expr.exprKind.value;
  return target === undefined
    ? args.length === 1 && identifierName(args[0]) === 'findings'
    : args.length === 0 && identifierName(target) === 'findings';
}

function isField(expr: Expr | undefined, root: string, field: string): boolean {
  if (expr?.exprKind.case !== 'selectExpr' || expr.exprKind.value.testOnly) return false;
  return expr.exprKind.value.field === field && identifierName(expr.exprKind.value.operand) === root;
}

function intLiteral(expr: Expr | undefined): bigint | undefined {
  if (expr?.exprKind.case !== 'constExpr') return undefined;
  const constant = expr.exprKind.value.constantKind;
  return constant.case === 'int64Value' ? constant.value : undefined;
}
