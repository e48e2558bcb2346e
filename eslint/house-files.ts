import { basename, relative, sep } from "node:path";

import type { Rule } from "eslint";

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|config|d))?\.(ts|tsx|js|mjs)$/;

/** Files are named after what they export, in kebab-case; a barrel or a drawer of odds and ends has no such name. */
export const houseFiles: Rule.RuleModule = {
  meta: {
    type: "suggestion",
    schema: [],
    messages: {
      barrel: "No barrels: name the file after its one export and import it from there.",
      drawer: "A file called {{name}} collects odds and ends. Name it after what it exports.",
      kebab: "{{name}}: file names are kebab-case.",
    },
  },
  create(context) {
    const path = relative(context.cwd, context.filename).split(sep).join("/");
    const name = basename(path);
    return {
      Program(node) {
        if (path.startsWith("app/")) return;
        if (/^index\.[jt]sx?$/.test(name)) context.report({ node, messageId: "barrel" });
        else if (/^(utils?|helpers?|misc|common)\./.test(name))
          context.report({ node, messageId: "drawer", data: { name } });
        else if (!kebabCase.test(name))
          context.report({ node, messageId: "kebab", data: { name } });
      },
    };
  },
};
