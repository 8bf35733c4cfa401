using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Writes the job of a public member for its threads: a structure on the caller's stack.</summary>
/// <param name="writer">Where to.</param>
/// <param name="model">The name of the model's class.</param>
/// <param name="widths">The vector widths that there are kernels for.</param>
/// <remarks>Fields have names that no local has: those of ports as in the kernels, others in upper case.</remarks>
internal sealed class JobWriter(SourceWriter writer, string model, VectorWidths widths)
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

    /// <summary>The call of a program for each width.</summary>
    /// <remarks>
    /// What the machine has is a constant for whoever makes code for it, and comes first: a compiler to native code leaves out the widths
    /// that its target lacks, with their kernels. Of the others the same one is always taken, at next to no cost.
    /// </remarks>
    public void Dispatch(string program, IEnumerable<string> arguments)
    {
        var (text, last) = (string.Join(", ", arguments), widths.Targets[widths.Targets.Count - 1]);
        foreach (var target in widths.Targets)
        {
            var call = $"Kernels{target.Bits}.{program}({text});";
            if (widths.Targets.Count == 1)
            {
                writer.Line(call);
                return;
            }

            var isFirst = target == widths.Targets[0];
            var condition = $"if ({VectorIsa.TypeOf(target.Bits)}.IsHardwareAccelerated && s_vectorBits == {target.Bits})";
            writer.Line(target == last ? "else" : isFirst ? condition : "else " + condition);
            using (writer.Indent()) writer.Line(call);
        }
    }
}
