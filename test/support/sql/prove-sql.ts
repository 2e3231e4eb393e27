import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { ROOT } from "../built.ts";

/** An expression that becomes SQL of ours, and of which nothing shows that it is our own text, quoted or a number. */
export interface Unproven {
  /** `ledger/record.ts: entry.from`, the same for every place in a file with that text. */
  readonly what: string;
  readonly line: number;
}

/** Safe whatever they are given: what they give is quoted, or a name that needs no quotes. */
export const QUOTING: Readonly<Record<string, readonly string[]>> = {
  "database/quote.ts": ["identifier", "literal", "ledgerTable", "historyTable"],
  "syntax/names.ts": ["renderIdentifier"],
};

/** Methods whose result is made of what they are called on and of their arguments. */
const OF_RECEIVER = new Set([
  ...["join", "filter", "concat", "slice", "split", "replace", "replaceAll", "trim", "repeat", "toSorted", "at"],
  ...["flat", "padStart", "values", "keys", "entries", "toReversed", "find", "get"],
]);
/** Methods whose result is what their function gives. */
const OF_FUNCTION = new Set(["map", "flatMap", "from"]);

/**
 * Everything of src/ that reaches a server as a statement of ours (the text of `Session.query`, of `Session.queries` and
 * of `own`) is followed back: through templates, arrays, constants, functions of ours and what they are called with.
 * What does not end at text in the source, at `database/quote.ts` or at a number is given back, each once.
 */
export function findUnprovenSql(): { readonly unproven: readonly Unproven[]; readonly sinks: number } {
  const prover = new Prover(makeProgram());
  return { unproven: prover.run(), sinks: prover.sinks };
}

function makeProgram(): ts.Program {
  const path = join(ROOT, "tsconfig.json");
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  return ts.createProgram(fileNames, { ...options, noEmit: true });
}

type FunctionNode = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression | ts.MethodDeclaration;

class Prover {
  sinks = 0;
  readonly trace = new Map<ts.Node, ts.Node>();
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  /** Where each function is called, or handed on. */
  readonly #uses = new Map<ts.Node, ts.Identifier[]>();
  /** What each property of a type of ours is ever set to. */
  readonly #settings = new Map<ts.Node, ts.Expression[]>();
  readonly #seen = new Set<ts.Node>();
  readonly #unproven = new Map<string, Unproven>();

  constructor(program: ts.Program) {
    this.#checker = program.getTypeChecker();
    this.#files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(join(ROOT, "src/")));
  }

  run(): readonly Unproven[] {
    for (const file of this.#files) this.#index(file);
    for (const file of this.#files) this.#findSinks(file);
    return [...this.#unproven.values()].sort((a, b) => (a.what < b.what ? -1 : 1));
  }

  #index(node: ts.Node): void {
    if (ts.isIdentifier(node) && !ts.isImportSpecifier(node.parent)) {
      const declaration = this.#declarationOf(node);
      if (declaration !== undefined && functionOf(declaration) !== null && declaration !== node.parent)
        push(this.#uses, declaration, node);
    }
    if (ts.isObjectLiteralExpression(node)) this.#indexObject(node);
    ts.forEachChild(node, (child) => this.#index(child));
  }

  #indexObject(node: ts.ObjectLiteralExpression): void {
    const type = this.#checker.getContextualType(node);
    for (const property of node.properties) {
      if (property.name === undefined || !ts.isIdentifier(property.name)) continue;
      const value = valueOf(property);
      for (const declared of type === undefined ? [] : this.#propertiesOf(type, property.name.text))
        if (value !== null) push(this.#settings, declared, value);
    }
  }

  /** Where `type`, or each type of a union that has it, declares the property. */
  #propertiesOf(type: ts.Type, name: string): readonly ts.Declaration[] {
    const members = type.isUnion() ? type.types : [type];
    const found = members.map((member) => this.#checker.getNonNullableType(member).getProperty(name)?.declarations?.[0]);
    return [...new Set(found.filter((declaration) => declaration !== undefined))];
  }

  #findSinks(node: ts.Node): void {
    const sql = this.#sqlOf(node);
    if (sql !== null) {
      this.sinks += 1;
      this.#prove(sql);
    }
    ts.forEachChild(node, (child) => this.#findSinks(child));
  }

  /** The expression that `node` sends, if it sends one. */
  #sqlOf(node: ts.Node): ts.Expression | null {
    if (!ts.isCallExpression(node)) return null;
    const { expression: callee, arguments: given } = node;
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
    if (ts.isPropertyAccessExpression(callee) && (name === "query" || name === "queries")) {
      const type = this.#checker.getTypeAtLocation(callee.expression);
      return type.symbol?.name === "Session" ? (given[0] ?? null) : null;
    }
    if (ts.isIdentifier(callee) && callee.text === "own") return given[0] ?? null;
    const isMapped = name === "map" && given[0] !== undefined && ts.isIdentifier(given[0]) && given[0].text === "own";
    return isMapped && ts.isPropertyAccessExpression(callee) ? callee.expression : null;
  }

  #prove(node: ts.Expression, via: ts.Expression | null = null): void {
    if (via !== null && !this.trace.has(node)) this.trace.set(node, via);
    if (this.#seen.has(node) || this.#isPlain(node)) return;
    this.#seen.add(node);
    const parts = this.#partsOf(node);
    if (parts === null) this.#reject(node);
    else for (const part of parts) this.#prove(part, node);
  }

  /** A number, true or false, or one of a closed list of words. */
  #isPlain(node: ts.Expression): boolean {
    const type = this.#checker.getTypeAtLocation(node);
    const members = type.isUnion() ? type.types : [type];
    const plain =
      ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.BigIntLike | ts.TypeFlags.StringLiteral | ts.TypeFlags.Null | ts.TypeFlags.Undefined;
    return members.every(({ flags }) => (flags & plain) !== 0);
  }

  /** What `node` is made of; null: nothing says. */
  #partsOf(node: ts.Expression): readonly ts.Expression[] | null {
    if (ts.isStringLiteralLike(node)) return [];
    if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return [node.expression];
    if (ts.isNonNullExpression(node) || ts.isAwaitExpression(node) || ts.isSpreadElement(node)) return [node.expression];
    if (ts.isBinaryExpression(node)) return [node.left, node.right];
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
    if (ts.isArrayLiteralExpression(node)) return node.elements;
    if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap((property) => valueOf(property) ?? []);
    if (isFunction(node)) return returnsOf(node);
    if (ts.isCallExpression(node)) return this.#partsOfCall(node);
    if (ts.isNewExpression(node)) return ["Map", "Set"].includes(node.expression.getText()) ? (node.arguments ?? []) : null;
    if (ts.isIdentifier(node)) return this.#partsOfName(node);
    if (ts.isPropertyAccessExpression(node)) return this.#partsOfProperty(node.expression, node.name);
    if (ts.isElementAccessExpression(node)) return [node.expression];
    return null;
  }

  #partsOfCall({ expression: callee, arguments: given }: ts.CallExpression): readonly ts.Expression[] | null {
    if (ts.isIdentifier(callee)) {
      if (callee.text === "String") return given;
      const declaration = this.#declarationOf(callee);
      if (declaration !== undefined && this.#isQuoting(declaration)) return [];
      const made = declaration === undefined ? null : functionOf(declaration);
      return made === null ? this.#partsOfName(callee) : returnsOf(made);
    }
    if (!ts.isPropertyAccessExpression(callee)) return null;
    const method = callee.name.text;
    if (callee.expression.getText() === "Object") return given;
    const declaration = this.#declarationOf(callee.name);
    const own = declaration === undefined ? null : functionOf(declaration);
    if (own !== null) return returnsOf(own);
    if (OF_FUNCTION.has(method)) return given.slice(method === "from" ? 1 : 0);
    if (!OF_RECEIVER.has(method)) return this.#partsOfProperty(callee.expression, callee.name);
    const texts = given.filter((argument) => !ts.isRegularExpressionLiteral(argument) && method !== "filter" && method !== "find");
    return [callee.expression, ...texts];
  }

  #partsOfName(node: ts.Identifier): readonly ts.Expression[] | null {
    const declaration = this.#declarationOf(node);
    if (declaration === undefined) return null;
    if (this.#isQuoting(declaration)) return [];
    const made = functionOf(declaration);
    if (made !== null) return returnsOf(made);
    if (ts.isVariableDeclaration(declaration)) return this.#partsOfVariable(declaration);
    if (ts.isBindingElement(declaration)) return this.#partsOfBinding(declaration);
    return ts.isParameter(declaration) ? this.#argumentsFor(declaration) : null;
  }

  #partsOfVariable(declaration: ts.VariableDeclaration): readonly ts.Expression[] | null {
    const loop = declaration.parent.parent;
    if (ts.isForOfStatement(loop)) return [loop.expression];
    return declaration.initializer === undefined ? null : [declaration.initializer];
  }

  /** `{ name: element }` of a variable or of a parameter. */
  #partsOfBinding(element: ts.BindingElement): readonly ts.Expression[] | null {
    const pattern = element.parent;
    const name = element.propertyName ?? element.name;
    const owner = pattern.parent;
    const sources = ts.isParameter(owner)
      ? this.#argumentsFor(owner)
      : ts.isVariableDeclaration(owner)
        ? this.#partsOfVariable(owner)
        : null;
    if (ts.isArrayBindingPattern(pattern)) return sources;
    if (!ts.isIdentifier(name)) return null;
    const literals = sources?.map((source) => this.#partsOfProperty(source, name)) ?? [null];
    if (literals.every((found) => found !== null)) return literals.flat();
    return this.#settingsOf(this.#propertiesOf(this.#checker.getTypeAtLocation(pattern), name.text));
  }

  #partsOfProperty(owner: ts.Expression, name: ts.MemberName | ts.Identifier): readonly ts.Expression[] | null {
    return this.#settingsOf(this.#propertiesOf(this.#checker.getTypeAtLocation(owner), name.text));
  }

  #settingsOf(properties: readonly ts.Declaration[]): readonly ts.Expression[] | null {
    const found = properties.map((property) => {
      if (ts.isPropertyAssignment(property)) return [property.initializer];
      if (ts.isShorthandPropertyAssignment(property)) return [property.name];
      return this.#settings.get(property) ?? null;
    });
    return found.length > 0 && found.every((values) => values !== null) ? found.flat() : null;
  }

  /** What the function of `parameter` is given for it, wherever it is used. */
  #argumentsFor(parameter: ts.ParameterDeclaration): readonly ts.Expression[] | null {
    const made = parameter.parent;
    if (!isFunction(made)) return null;
    const index = made.parameters.indexOf(parameter);
    const handedTo = receiverFor(made);
    if (handedTo !== null) return [handedTo];
    const declaration = ts.isVariableDeclaration(made.parent) ? made.parent : made;
    const uses = this.#uses.get(declaration) ?? [];
    const found = uses.map((use) => argumentOf(use, index) ?? receiverFor(use) ?? (isOmitted(use) ? (parameter.initializer ?? null) : null));
    return found.length > 0 && found.every((one) => one !== null) ? found : null;
  }

  #declarationOf(node: ts.Node): ts.Declaration | undefined {
    const shorthand = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;
    const symbol = shorthand
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.#checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    const real = symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    return real.valueDeclaration;
  }

  #isQuoting(declaration: ts.Declaration): boolean {
    const name = ts.getNameOfDeclaration(declaration)?.getText() ?? "";
    return QUOTING[nameOfFile(declaration)]?.includes(name) === true;
  }

  #reject(node: ts.Expression): void {
    const what = `${nameOfFile(node)}: ${node.getText().replace(/\s+/g, " ").slice(0, 100)}`;
    const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
    if (process.env["TRACE"]) { let at: ts.Node | undefined = node; const l: string[] = []; while (at) { l.push(`${nameOfFile(at)}: ${at.getText().replace(/\s+/g," ").slice(0,70)}`); at = this.trace.get(at); } console.log("TRACE " + l.join("\n   <- ")); }
    if (!this.#unproven.has(what)) this.#unproven.set(what, { what, line: line + 1 });
  }
}

const nameOfFile = (node: ts.Node): string => relative(join(ROOT, "src"), node.getSourceFile().fileName);

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

const isFunction = (node: ts.Node): node is FunctionNode =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);

/** The function that `declaration` names; null: it names none of ours. */
function functionOf(declaration: ts.Declaration): FunctionNode | null {
  if (nameOfFile(declaration).startsWith("..")) return null;
  if (isFunction(declaration)) return declaration.body === undefined ? null : declaration;
  const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return made !== undefined && isFunction(made) ? made : null;
}

function returnsOf(made: FunctionNode): readonly ts.Expression[] {
  if (made.body !== undefined && !ts.isBlock(made.body)) return [made.body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    else if (!isFunction(node)) ts.forEachChild(node, visit);
  };
  if (made.body !== undefined) ts.forEachChild(made.body, visit);
  return found;
}

function valueOf(property: ts.ObjectLiteralElementLike): ts.Expression | null {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  if (ts.isSpreadAssignment(property)) return property.expression;
  return null;
}

/** Of a function that is handed to a method, such as `map`: what that is called on. */
function receiverFor(handed: ts.Node): ts.Expression | null {
  const call = handed.parent;
  if (!ts.isCallExpression(call) || !call.arguments.some((argument) => argument === handed)) return null;
  if (!ts.isPropertyAccessExpression(call.expression)) return null;
  return call.expression.name.text === "from" ? (call.arguments[0] ?? null) : call.expression.expression;
}

function argumentOf(use: ts.Identifier, index: number): ts.Expression | null {
  const call = ts.isPropertyAccessExpression(use.parent) ? use.parent.parent : use.parent;
  return ts.isCallExpression(call) && call.expression === (call === use.parent ? use : use.parent) ? (call.arguments[index] ?? null) : null;
}

const isOmitted = (use: ts.Identifier): boolean => ts.isCallExpression(use.parent) && use.parent.expression === use;
