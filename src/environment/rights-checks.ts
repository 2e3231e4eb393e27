import { renderCount } from "../amounts.ts";
import { identifier } from "../database/quote.ts";
import type { Rights } from "../database/read-rights.ts";
import { type EnvironmentCheck, told, violated } from "./environment.ts";
import type { RightAsked, RightsAsked } from "./rights-asked.ts";

/** A right that is lacking: the words for it, and what mends it. */
interface Lack {
  readonly lack: string;
  /** A sentence. */
  readonly remedy: string;
  /** False: a server may have been told to let it pass all the same. */
  readonly isCertain: boolean;
}

/** What of the rights was told before: where the ledger cannot be written, its schema. */
export interface ToldBefore {
  /** Null: nothing. */
  readonly schema: string | null;
}

/** Whether the role has the rights that the plan needs, a check for each that it lacks; a text: why that is not known. */
export function checkRights(
  { asked, unseen }: RightsAsked,
  rights: Rights | string,
  toldBefore: ToldBefore,
): readonly EnvironmentCheck[] {
  if (typeof rights === "string")
    return [told("rights", "not-readable", `The rights of the user could not be read: ${rights}.`)];
  const lacking = new Map<string, { lack: Lack; places: string[]; isSure: boolean }>();
  for (const right of rights.isSuperuser ? asked.filter(isExtension) : asked) {
    const lack = lackOf(right, rights);
    if (lack === null || isTold(right, rights, toldBefore)) continue;
    const known = lacking.get(lack.lack);
    if (known !== undefined) known.places.push(right.place);
    else lacking.set(lack.lack, { lack, places: [right.place], isSure: right.isSure });
  }
  const lacks = [...lacking.values()].map(({ lack, places, isSure }) => makeLack(lack, places, isSure));
  const seen = `"${rights.role}" may create and alter what the plan names`;
  const figures = { role: rights.role, asked: asked.length, unseen };
  const isSuper = rights.isSuperuser ? ", as a superuser" : "";
  const rest =
    unseen === 0 || rights.isSuperuser
      ? []
      : [
          told(
            "rights",
            "not-readable",
            `What ${renderCount(unseen, "statement")} may need cannot be told: DO, CALL, or behind a SET ROLE.`,
            { unseen },
          ),
        ];
  if (lacks.length > 0) return [...lacks, ...rest];
  return asked.length === 0 && rest.length > 0
    ? rest
    : [told("rights", "holds", `${seen}${isSuper}.`, figures), ...rest];
}

const isExtension = ({ kind }: RightAsked): boolean => kind === "create-extension";

function isTold(right: RightAsked, { searchPath }: Rights, { schema }: ToldBefore): boolean {
  return right.kind === "create-in-schema" && schema !== null && (right.schema ?? searchPath[0]) === schema;
}

const asOwner = (sql: string): string => `As the owner: ${sql};`;

function makeLack(
  { lack, remedy: hint, isCertain }: Lack,
  places: readonly string[],
  isSure: boolean,
): EnvironmentCheck {
  const [first = "", ...more] = places;
  const where = more.length === 0 ? first : `${first} and ${renderCount(more.length, "more statement")}`;
  const figures = { place: first, statements: places.length };
  if (isSure && isCertain)
    return violated("rights", `${lack} (${where}).`, { code: "RIGHTS_MISSING", hint }, figures);
  const why = isCertain ? "what runs before it may change that" : "some providers let it pass all the same";
  return told("rights", "warning", `${lack} (${where}); ${why}. ${hint}`, figures);
}

function lackOf(right: RightAsked, rights: Rights): Lack | null {
  const role = identifier(rights.role);
  switch (right.kind) {
    case "create-schema": {
      if (rights.canCreateInDatabase) return null;
      const remedy = asOwner(`GRANT CREATE ON DATABASE ${identifier(rights.database)} TO ${role}`);
      return {
        lack: `"${rights.role}" may not create schemas in "${rights.database}"`,
        remedy,
        isCertain: true,
      };
    }
    case "create-in-schema": {
      const name = right.schema ?? rights.searchPath[0];
      const schema = rights.schemas.find((one) => one.name === name);
      if (schema === undefined || schema.canCreate) return null;
      const remedy = asOwner(`GRANT CREATE ON SCHEMA ${identifier(schema.name)} TO ${role}`);
      return { lack: `"${rights.role}" may not create in schema "${schema.name}"`, remedy, isCertain: true };
    }
    case "own":
    case "drop":
      return lackOfOwnership(right, rights);
    case "create-extension":
      return lackOfExtension(right.name, rights);
  }
}

function lackOfOwnership(
  { kind, relation }: Extract<RightAsked, { readonly kind: "own" | "drop" }>,
  rights: Rights,
): Lack | null {
  const found = rights.relations.find(
    ({ schema, name }) => schema === relation.schema && name === relation.name,
  );
  if (found === undefined || found.isOwners || (kind === "drop" && found.isSchemaOwners)) return null;
  const full = `${identifier(found.schema)}.${identifier(found.name)}`;
  return {
    lack: `${full} belongs to "${found.owner}", and "${rights.role}" may not ${kind === "drop" ? "drop" : "alter"} it`,
    remedy: asOwner(`GRANT ${identifier(found.owner)} TO ${identifier(rights.role)}`),
    isCertain: true,
  };
}

function lackOfExtension(name: string, rights: Rights): Lack | null {
  const extension = rights.extensions.find((one) => one.name === name);
  if (extension === undefined)
    return {
      lack: `The server has no extension "${name}"`,
      remedy: "Install its package on the server's machine, or switch it on where the provider has it.",
      isCertain: !rights.hasOtherExtensions,
    };
  const { isInstalled, needsSuperuser, isTrusted } = extension;
  if (isInstalled || rights.isSuperuser || rights.isManaged) return null;
  const needsAdministrator = needsSuperuser && !isTrusted;
  if (!needsAdministrator && rights.canCreateInDatabase) return null;
  const who = needsAdministrator ? "only a superuser may create it" : "it needs CREATE on the database";
  return {
    lack: `"${rights.role}" may not create the extension "${name}": ${who}`,
    remedy: needsAdministrator
      ? `As a superuser: CREATE EXTENSION ${identifier(name)};`
      : asOwner(`GRANT CREATE ON DATABASE ${identifier(rights.database)} TO ${identifier(rights.role)}`),
    isCertain: false,
  };
}
