import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

import { houseArrows } from "./eslint/house-arrows.ts";
import { houseFiles } from "./eslint/house-files.ts";

const noExportAll = {
  selector: "ExportAllDeclaration",
  message: "No `export *`: export by name, from where it is made.",
};
const clocks = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "lib/core has no clock: take the time as an argument.",
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "lib/core has no clock: take the time as an argument.",
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: "lib/core has no clock: take the time as an argument.",
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "lib/core has no randomness: take a seed or an id as an argument.",
  },
];
const impureGlobals = [
  "process",
  "Buffer",
  "window",
  "document",
  "navigator",
  "localStorage",
  "sessionStorage",
  "indexedDB",
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "Worker",
  "crypto",
  "performance",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "requestAnimationFrame",
  "requestIdleCallback",
  "console",
  "globalThis",
].map((name) => ({
  name,
  message: `lib/core is pure and knows no ${name}: take what it gives as an argument.`,
}));

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      ".next/",
      ".genga/",
      "data/",
      "lib/db/generated/",
      "next-env.d.ts",
      "selfhost/",
      "test-results/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: {
      "import-x": importX,
      "react-hooks": reactHooks,
      house: { rules: { arrows: houseArrows, files: houseFiles } },
    },
    settings: {
      "import-x/extensions": [".ts", ".tsx"],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts", ".tsx"] },
      "import-x/resolver-next": [
        createNodeResolver({ extensions: [".ts", ".tsx", ".js", ".mjs"] }),
      ],
      "import-x/external-module-folders": ["node_modules"],
    },
    rules: {
      "house/arrows": "error",
      "house/files": "error",
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "import-x/no-default-export": "error",
      "no-restricted-syntax": ["error", noExportAll],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      // The compiler says it already, and knows types.
      "no-undef": "off",
      "no-unused-vars": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A function of a port is async by its type, whether this one waits for anything or not.
      "@typescript-eslint/require-await": "off",
      // The house has functions over plain objects: there is no `this` to lose.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
    },
  },
  {
    files: ["lib/core/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", ...impureGlobals],
      "no-restricted-syntax": ["error", noExportAll, ...clocks],
    },
  },
  {
    files: ["app/**", "*.config.ts", "tests/support/global-setup.ts"],
    rules: { "import-x/no-default-export": "off" },
  },
  { files: ["bin/**", "prisma/**", "lib/headless/**", "tests/**"], rules: { "no-console": "off" } },
  {
    files: ["**/*.test.{ts,tsx}", "tests/**"],
    rules: { "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: { globals: { process: "readonly", URL: "readonly", console: "readonly" } },
  },
);
