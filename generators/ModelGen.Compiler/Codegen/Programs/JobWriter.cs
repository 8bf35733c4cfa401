using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Writes the job of a public member for its threads: a structure on the caller's stack.</summary>
/// <remarks>Fields have names that no local has: those of ports as in the kernels, others in upper case.</remarks>
internal sealed class JobWriter(SourceWriter writer, string model)
{
    /// <summary>Writes the structure.</summary>
    /// <param name="job">Its name.</param>
    /// <param name="comment">What it does.</param>
    /// <param name="fields">Its fields, besides the model: type and name.</param>
    /// <param name="body">Writes what one part does.</param>
    public void Structure(string job, string comment, IEnumerable<(string Type, string Name)> fields, Action body)
    {
        writer.Line($"// {comment}");
        using var type = writer.Block($"private ref struct {job} : {Framework.Job}");
        writer.Line($"public {model} Model;");
        foreach (var field in fields) writer.Line($"public {field.Type} {field.Name};");
        writer.Line();
        using var method = writer.Block($"public void Run({Framework.Part} part)");
        body();
    }

    /// <summary>Fills the structure and runs it.</summary>
    /// <param name="job">Its name.</param>
    /// <param name="fields">The values of its fields, besides the model: name and value.</param>
    /// <param name="work">How much there is to do, as C#.</param>
    public void Call(string job, IEnumerable<(string Name, string Value)> fields, string work)
    {
        var values = new[] { (Name: "Model", Value: "this") }.Concat(fields).Select(f => $"{f.Name} = {f.Value}");
        writer.Line($"var job = new {job} {{ {string.Join(", ", values)} }};");
        writer.Line($"{Framework.Workers}.Run(ref job, _threads, {work});");
    }

    /// <summary>The call of a program for each width; the branch is always the same and costs next to nothing.</summary>
    public void Dispatch(string program, IEnumerable<string> arguments)
    {
        var text = string.Join(", ", arguments);
        using var block = writer.Block("switch (s_vectorBits)");
        foreach (var target in Target.All)
        {
            writer.Line(target == Target.All[Target.All.Count - 1] ? "default:" : $"case {target.Bits}:");
            using (writer.Indent())
            {
                writer.Line($"Kernels{target.Bits}.{program}({text});");
                writer.Line("break;");
            }
        }
    }
}
