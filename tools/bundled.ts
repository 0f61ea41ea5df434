import { type BuildOptions, build } from "esbuild";

export interface Bundled {
  readonly code: string;
  /** what the code still imports */
  readonly imports: readonly string[];
}

/** A file of a project as one minified module, made by esbuild. */
export const bundled = async (project: string, file: string, options: BuildOptions): Promise<Bundled> => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: project,
    entryPoints: [file],
    bundle: true,
    format: "esm",
    logLevel: "error",
    minify: true,
    ...options,
    metafile: true,
    write: false,
  });
  return {
    code: outputFiles.map(({ text }) => text).join("\n"),
    imports: Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path)),
  };
};
