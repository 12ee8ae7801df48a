// Three projects: `unit` runs from source in seconds; `engine` drives the real Pulumi CLI with the built package; `chaos`
// does so for a quarter of an hour and is no part of `npm test`.
const common = {
  testEnvironment: "node",
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false }] },
  // The dynamic imports of files of ours are written with the extension that they have in dist.
  moduleNameMapper: {
    "^\\./contract\\.js$": "<rootDir>/provider/api/contract",
    "^\\./lookup-requests\\.js$": "<rootDir>/provider/lookup-requests",
  },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/examples/"],
};

export default {
  // Jest leaves one core free by default: on a machine of two that is half of it.
  maxWorkers: "100%",
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/engine/", "<rootDir>/test/chaos/"],
    },
    {
      ...common,
      displayName: "chaos",
      testMatch: ["<rootDir>/test/chaos/**/*.test.ts"],
      globalSetup: "<rootDir>/test/engine/setup.ts",
      setupFilesAfterEnv: ["<rootDir>/test/engine/harness/each-file.ts"],
    },
    {
      ...common,
      displayName: "engine",
      testMatch: ["<rootDir>/test/engine/**/*.test.ts"],
      globalSetup: "<rootDir>/test/engine/setup.ts",
      setupFilesAfterEnv: ["<rootDir>/test/engine/harness/each-file.ts"],
    },
  ],
};
