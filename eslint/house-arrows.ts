import { dirname, join, relative, sep } from "node:path";

import type { TSESTree } from "@typescript-eslint/types";
import type { Rule } from "eslint";

import {
  areaOf,
  arrows,
  corePackages,
  exceptions,
  fixes,
  packageFolders,
  packageOwners,
} from "./areas.ts";

/** The path inside the project that a specifier names, or undefined for a package. */
function targetOf(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return join(dirname(importer), specifier).split(sep).join("/");
  return undefined;
}

/** Says why that import is closed, or undefined when it is open. Paths are relative to the project. */
export function closedBecause(importer: string, specifier: string): string | undefined {
  const area = areaOf(importer);
  if (area === undefined || area === "tests" || /\.(test|bench)\.tsx?$/.test(importer))
    return undefined;
  const target = targetOf(specifier, importer);
  if (target === undefined) {
    if (area === "core" && !corePackages.test(specifier)) {
      return `lib/core is pure and must not import "${specifier}". Pass what it gives in as an argument.`;
    }
    const owner = packageOwners.find((one) => one.package.test(specifier));
    if (owner === undefined) return undefined;
    const folder = packageFolders.find(
      (one) => one.area === area && one.package.test(specifier),
    )?.folder;
    const isOpen = owner.areas.includes(area) && (folder === undefined || folder.test(importer));
    return isOpen ? undefined : `"${specifier}" is not for ${importer}. ${owner.fix}`;
  }
  if (/^lib\/db\/generated\//.test(target) && area !== "db") {
    return "The generated Prisma client is for lib/db alone. Use the functions of lib/db.";
  }
  const targetArea = areaOf(target);
  if (targetArea === undefined || targetArea === area || arrows[area].includes(targetArea))
    return undefined;
  if (exceptions.some((one) => one.area === area && one.file.test(target))) return undefined;
  const fix = fixes[targetArea] ?? "Imports point down: move what both need to a lower folder.";
  return `${area} must not import ${targetArea} (${target}). ${fix}`;
}

type WithSource =
  | TSESTree.ImportDeclaration
  | TSESTree.ExportNamedDeclaration
  | TSESTree.ExportAllDeclaration
  | TSESTree.ImportExpression;

/** Holds the arrows of the design: which folder may import which folder and which package; `import type` counts. */
export const houseArrows: Rule.RuleModule = {
  meta: { type: "problem", schema: [], messages: { closed: "{{why}}" } },
  create(context) {
    const importer = relative(context.cwd, context.filename).split(sep).join("/");
    const check = (node: unknown) => {
      // ESLint's own node types know no TypeScript; the parser in use is TypeScript's.
      const { source } = node as WithSource;
      if (source == null || !("value" in source) || typeof source.value !== "string") return;
      const why = closedBecause(importer, source.value);
      if (why !== undefined)
        context.report({ loc: source.loc, messageId: "closed", data: { why } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
