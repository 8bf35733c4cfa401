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
            Documentation.Summary("Makes a model with the weights of a safetensors file, which must hold exactly this model's names and shapes.")
                .Param("path", "The file.")
                .Returns("A new model; the optimizer starts afresh.")
                .Throws("System.IO.FileNotFoundException", "There is no such file.")
                .Throws("System.IO.InvalidDataException", "The file is truncated, not in the format, or belongs to another model.")
                .Throws("System.UnauthorizedAccessException", "The file may not be read."),
            $"public static {model.ClassName} Load",
            ["string path"],
            [
                $"var model = new {model.ClassName}();",
                $"{Framework.SafeTensors}.Load(path, model.Parameters);",
                "return model;",
            ]);
    }
}
