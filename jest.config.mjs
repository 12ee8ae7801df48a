// `unit` runs from source in seconds; `engine` runs the real Pulumi CLI with the built package. `showcase`, `faults`, `chaos` and
// `consumers` (which installs the packed file from the registry) take minutes more and are not part of `npm test`.
const common = {
  testEnvironment: "node",
  transform: { "\\.m?ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false, useESM: true }] },
  extensionsToTreatAsEsm: [".mts"],
  // Dynamic imports of this repository's modules have the extension that the modules have in dist.
  moduleNameMapper: { "^(\\./.*)\\.js$": "$1" },
};

export default {
  // By default Jest leaves one core free, which is half of a machine with two.
  maxWorkers: "100%",
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(engine|showcase|faults|chaos|consumers)/"],
    },
    ...["engine", "showcase", "faults", "chaos", "consumers"].map((displayName) => ({
      ...common,
      displayName,
      testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
      globalSetup: "<rootDir>/test/support/setup.ts",
    })),
  ],
};
