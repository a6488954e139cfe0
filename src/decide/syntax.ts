import { parse } from '@bufbuild/cel';
import type { Expr, Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js';
import { FIELDS, VARIABLES } from './activation.ts';
import { compiledPattern, ENVIRONMENT } from './environment.ts';
import { EXPRESSION_LIMITS } from './limits.ts';

/** An expression that cannot be used; the message is for the author of the policy. */
export class ExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/** What a checked tree holds, besides itself. */
export interface Syntax {
  readonly root: Expr;
  /** Ids under which the library reports a missing attribute. */
  readonly attributeIds: ReadonlySet<bigint>;
  /** Literal attribute names that are read. */
  readonly attributes: ReadonlySet<string>;
  /** Literal keys of `http.headers` and `http.query` that are read, and those whose presence is tested. */
  readonly lookups: ReadonlySet<string>;
  readonly tested: ReadonlySet<string>;
  /** Variables that are read. */
  readonly variables: ReadonlySet<string>;
}

/** Type names that are values in CEL, as in `type(name) == string`. */
const TYPE_NAMES = new Set([
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
]);

/** Functions that the library plans by itself. */
const OPERATORS = new Set(['_[_]', '_?_:_', '_&&_', '_||_', '@not_strictly_false', '__not_strictly_false__']);

/**
 * Parses and checks an expression. Takes the text; returns the tree with `has(m["k"])` turned into `"k" in m`, which is
 * the same thing and the only form the library knows. Throws ExpressionError on a syntax error, an unknown variable,
 * field or function, a pattern that is not a literal RE2, or a tree beyond EXPRESSION_LIMITS.
 */
export function readExpression(text: string): Syntax {
  if (text.length > EXPRESSION_LIMITS.length) {
    throw new ExpressionError(
      `the expression is longer than ${EXPRESSION_LIMITS.length} characters (${text.length})`,
    );
  }
  const checker = new Checker();
  const root = parseText(text);
  checker.visit(root, 1, 0, NO_NAMES);
  return { root, ...checker.found() };
}

const NO_NAMES: ReadonlySet<string> = new Set();

function parseText(text: string): Expr {
  try {
    // The grammar ends a comment at a line break only, so a trailing comment needs one.
    return parse(`${text}\n`).expr;
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw new ExpressionError(`syntax error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function tooDeep(): ExpressionError {
  return new ExpressionError(`the expression is nested deeper than ${EXPRESSION_LIMITS.depth} levels`);
}

/** One pass over a tree. Holds what it has found; used once. */
class Checker {
  #nodes = 0;
  readonly #attributeIds = new Set<bigint>();
  readonly #nestedIds = new Set<bigint>();
  readonly #attributes = new Set<string>();
  readonly #lookups = new Set<string>();
  readonly #tested = new Set<string>();
  readonly #variables = new Set<string>();

  found(): Omit<Syntax, 'root'> {
    return {
      attributeIds: new Set([...this.#attributeIds].filter((id) => !this.#nestedIds.has(id))),
      attributes: this.#attributes,
      lookups: this.#lookups,
      tested: this.#tested,
      variables: this.#variables,
    };
  }

  visit(expr: Expr, depth: number, comprehensions: number, bound: ReadonlySet<string>): void {
    if (++this.#nodes > EXPRESSION_LIMITS.nodes) {
      throw new ExpressionError(`the expression has more than ${EXPRESSION_LIMITS.nodes} nodes`);
    }
    if (depth > EXPRESSION_LIMITS.depth) throw tooDeep();
    const kind = expr.exprKind;
    const inner = (child: Expr | undefined): void => {
      if (child !== undefined) this.visit(child, depth + 1, comprehensions, bound);
    };
    switch (kind.case) {
      case 'identExpr':
        this.#identifier(kind.value.name, bound);
        break;
      case 'selectExpr':
        this.#select(expr, bound);
        if (!this.#isRoot(kind.value.operand)) inner(kind.value.operand);
        break;
      case 'callExpr':
        rewriteHas(kind.value);
        this.#call(kind.value, bound);
        inner(kind.value.target);
        for (const argument of kind.value.args) {
          const isField = kind.value.function === '_[_]' && stringLiteral(kind.value.args[1]) !== undefined;
          if (!isField || !this.#isRoot(argument)) inner(argument);
        }
        break;
      case 'listExpr':
        for (const element of kind.value.elements) inner(element);
        break;
      case 'structExpr':
        if (kind.value.messageName !== '') {
          throw new ExpressionError(`unknown type \`${kind.value.messageName}\``);
        }
        for (const entry of kind.value.entries) {
          if (entry.keyKind.case === 'mapKey') inner(entry.keyKind.value);
          inner(entry.value);
        }
        break;
      case 'comprehensionExpr':
        this.#comprehension(expr, depth, comprehensions, bound);
        break;
      default:
        break;
    }
  }

  #comprehension(expr: Expr, depth: number, comprehensions: number, bound: ReadonlySet<string>): void {
    if (expr.exprKind.case !== 'comprehensionExpr') return;
    const fold = expr.exprKind.value;
    if (comprehensions >= EXPRESSION_LIMITS.comprehensions) {
      throw new ExpressionError(
        `more than ${EXPRESSION_LIMITS.comprehensions} of exists, all, map, filter, exists_one inside each other`,
      );
    }
    // The library would still find `http.host` of the request inside `list.all(http, http.host == "x")`.
    if (VARIABLES.has(fold.iterVar)) {
      throw new ExpressionError(
        `\`${fold.iterVar}\` is the name of a variable; call the loop's own something else`,
      );
    }
    const within = new Set(bound).add(fold.iterVar).add(fold.accuVar);
    for (const child of [fold.iterRange, fold.accuInit]) {
      if (child !== undefined) this.visit(child, depth + 1, comprehensions, bound);
    }
    for (const child of [fold.loopCondition, fold.loopStep, fold.result]) {
      if (child !== undefined) this.visit(child, depth + 1, comprehensions + 1, within);
    }
  }

  /** True for `http`, `agent`, `tls` where a field of them is read, the only place in which they may stand. */
  #isRoot(expr: Expr | undefined): boolean {
    const name = identifierName(expr);
    if (name === undefined || !FIELDS.has(name)) return false;
    this.#nodes++;
    this.#variables.add(name);
    return true;
  }

  #identifier(name: string, bound: ReadonlySet<string>): void {
    if (bound.has(name) || TYPE_NAMES.has(name)) return;
    if (!VARIABLES.has(name)) {
      throw new ExpressionError(`unknown variable \`${name}\` (known: ${[...VARIABLES].sort().join(', ')})`);
    }
    if (FIELDS.has(name)) throw new ExpressionError(`\`${name}\` is not a value; read a field of it`);
    this.#variables.add(name);
  }

  #select(expr: Expr, bound: ReadonlySet<string>): void {
    if (expr.exprKind.case !== 'selectExpr') return;
    const { operand, field, testOnly } = expr.exprKind.value;
    const root = identifierName(operand);
    if (root === undefined || bound.has(root)) {
      this.#noteNested(operand);
      const map = lookupMap(operand, bound);
      if (map !== undefined) (testOnly ? this.#tested : this.#lookups).add(`${map}["${field}"]`);
      return;
    }
    const fields = FIELDS.get(root);
    if (fields !== undefined && !fields.includes(field)) {
      throw new ExpressionError(`unknown field \`${root}.${field}\` (known: ${fields.join(', ')})`);
    }
    if (root !== 'attrs') return;
    this.#attributes.add(field);
    this.#attributeIds.add(expr.id);
  }

  #call(call: Expr_Call, bound: ReadonlySet<string>): void {
    const name = call.function;
    if (!OPERATORS.has(name) && ENVIRONMENT.funcs.find(name) === undefined) {
      throw new ExpressionError(`unknown function \`${name}\``);
    }
    if (name === 'matches') checkPattern(call);
    if (name === '_[_]') this.#index(call, bound);
    if (name === '@in') {
      const key = stringLiteral(call.args[0]);
      const map = lookupMap(call.args[1], bound);
      if (key !== undefined && map !== undefined) this.#tested.add(`${map}["${key}"]`);
      if (key !== undefined && isAttributes(call.args[1], bound)) this.#attributes.add(key);
    }
  }

  #index(call: Expr_Call, bound: ReadonlySet<string>): void {
    const [map, index] = call.args;
    const key = stringLiteral(index);
    const known = lookupMap(map, bound);
    if (key !== undefined && known !== undefined) this.#lookups.add(`${known}["${key}"]`);
    const root = identifierName(map);
    if (root !== undefined && !bound.has(root) && key !== undefined) {
      const fields = FIELDS.get(root);
      if (fields !== undefined && !fields.includes(key)) {
        throw new ExpressionError(`unknown field \`${root}["${key}"]\` (known: ${fields.join(', ')})`);
      }
    }
    if (map === undefined || !isAttributes(map, bound)) {
      this.#noteNested(map);
      return;
    }
    // The library reports a missing key under the id of the map when the key is a constant or a variable.
    this.#attributeIds.add(map.id);
    if (key !== undefined) this.#attributes.add(key);
  }

  /** `attrs["k"]["x"]` reports its error under the same id as `attrs["k"]`, and that one is a mistake, not an absence. */
  #noteNested(base: Expr | undefined): void {
    if (base?.exprKind.case === 'callExpr' && base.exprKind.value.function === '_[_]') {
      const map = base.exprKind.value.args[0];
      if (map !== undefined) this.#nestedIds.add(map.id);
    }
  }
}

/** `has(m["k"])` parses as a plain call, so the tree can be changed without touching the text. */
function rewriteHas(call: Expr_Call): void {
  if (call.function !== 'has' || call.target !== undefined || call.args.length !== 1) return;
  const argument = call.args[0]!.exprKind;
  if (argument.case !== 'callExpr' || argument.value.function !== '_[_]') return;
  const [map, key] = argument.value.args;
  if (map === undefined || key === undefined) return;
  call.function = '@in';
  call.args = [key, map];
}

function checkPattern(call: Expr_Call): void {
  const pattern = stringLiteral(call.args[0]);
  if (pattern === undefined || call.target === undefined) {
    throw new ExpressionError('`matches` needs a literal pattern, as in `http.path.matches("^/v1/")`');
  }
  try {
    compiledPattern(pattern);
  } catch (error) {
    throw new ExpressionError(
      `the pattern ${JSON.stringify(pattern)} is not RE2: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** `http.headers` or `http.query`, when the expression is that map. */
function lookupMap(expr: Expr | undefined, bound: ReadonlySet<string>): string | undefined {
  if (expr?.exprKind.case !== 'selectExpr') return undefined;
  const { operand, field } = expr.exprKind.value;
  if (identifierName(operand) !== 'http' || bound.has('http')) return undefined;
  return field === 'headers' || field === 'query' ? `http.${field}` : undefined;
}

function isAttributes(expr: Expr | undefined, bound: ReadonlySet<string>): boolean {
  return identifierName(expr) === 'attrs' && !bound.has('attrs');
}

/** Name of an identifier node. */
export function identifierName(expr: Expr | undefined): string | undefined {
  return expr?.exprKind.case === 'identExpr' ? expr.exprKind.value.name : undefined;
}

/** Value of a string literal node. */
export function stringLiteral(expr: Expr | undefined): string | undefined {
  if (expr?.exprKind.case !== 'constExpr') return undefined;
  const constant = expr.exprKind.value.constantKind;
  return constant.case === 'stringValue' ? constant.value : undefined;
}
