namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>Save</c> and <c>Load</c>.</summary>
internal static class Files
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        members.Method(
            Documentation.Summary("Writes the weights as a safetensors file, with PyTorch's names and shapes.")
                .Param("path", "The file; replaced in one step if it exists, unchanged if writing fails.")
                .Throws("System.IO.IOException", "The file cannot be written.")
                .Throws("System.UnauthorizedAccessException", "The file or its folder is read-only."),
            "public void Save",
            ["string path"],
            [$"{Framework.SafeTensors}.Save(path, Parameters);"]);
        members.Method(
            Documentation.Summary("Writes the weights to a stream, as <c>Save(path)</c> does to a file.")
                .Param("stream", "Where to write; it need not be able to seek, and is left open.")
                .Throws("System.IO.IOException", "The stream cannot be written."),
            "public void Save",
            ["global::System.IO.Stream stream"],
            [$"{Framework.SafeTensors}.Save(stream, Parameters);"]);
        WriteLoad(
            model,
            members,
            Documentation
                .Summary("Makes a model with the weights of a safetensors file, which must hold exactly this model's names and shapes.")
                .Param("path", "The file.")
                .Returns("A new model; the optimizer starts afresh.")
                .Throws("System.IO.FileNotFoundException", "There is no such file.")
                .Throws("System.IO.InvalidDataException", "The file is truncated, not in the format, or belongs to another model.")
                .Throws("System.UnauthorizedAccessException", "The file may not be read."),
            "string",
            "path");
        WriteLoad(
            model,
            members,
            Documentation
                .Summary("Makes a model with weights from a stream, as <c>Load(path)</c> does from a file.")
                .Param(
                    "stream",
                    "A safetensors file, from where the stream stands to its end; it need not be able to seek, and is left open.")
                .Returns("A new model; the optimizer starts afresh.")
                .Throws("System.IO.InvalidDataException", "The bytes are truncated, not in the format, or belong to another model.")
                .Throws("System.IO.IOException", "The stream cannot be read."),
            "global::System.IO.Stream",
            "stream");
        WriteLoad(
            model,
            members,
            Documentation.Summary("Makes a model with weights from memory, as <c>Load(path)</c> does from a file.")
                .Param("bytes", "A safetensors file.")
                .Returns("A new model; the optimizer starts afresh.")
                .Throws("System.IO.InvalidDataException", "The bytes are truncated, not in the format, or belong to another model."),
            "global::System.ReadOnlySpan<byte>",
            "bytes");
    }

    private static void WriteLoad(SurfaceModel model, MemberWriter members, Documentation docs, string type, string source) =>
        members.Method(
            docs,
            $"public static {model.ClassName} Load",
            [$"{type} {source}"],
            [$"var model = new {model.ClassName}();", $"{Framework.SafeTensors}.Load({source}, model.Parameters);", "return model;"]);
}
