using System.Globalization;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit.Interpretation;

namespace ModelGen.Generator.Tests;

/// <summary>Random declarations in which neither the analyzer nor C# finds an error.</summary>
internal sealed class AcceptedModels
{
    /// <summary>The parameters, or the numbers of an input or output. Training larger ones would be a test of patience.</summary>
    private static readonly int MostNumbers = TestTier.Count(1 << 12, 1 << 18);

    /// <summary>Of each the declaration, the statement that makes and trains it, and what the compiler reads.</summary>
    private readonly List<(string Text, string Step, ModelSpec Spec)> _models = [];

    /// <summary>How many there are.</summary>
    public int Count => _models.Count;

    /// <summary>The declarations, and a class that makes each model and trains it for a step.</summary>
    public string Source =>
        $"using ModelGen;\n{string.Concat(_models.Select(model => model.Text))}public static class Training\n{{\n"
            + $"    public static void Run()\n    {{\n{string.Concat(_models.Select(model => model.Step))}    }}\n}}\n";

    /// <summary>Draws until there are so many.</summary>
    /// <remarks>Most are wrong or large, which the generator says before C# has looked at them: only the others are compiled.</remarks>
    public static AcceptedModels Draw(GarbageSource garbage, int count)
    {
        AcceptedModels accepted = new();
        for (int index = 0; accepted.Count < count; index += 100)
        {
            Dictionary<string, string> models = Enumerable.Range(index, 100)
                .ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"G{i}"), garbage.Model, StringComparer.Ordinal);

            // A block may have drawn [Model], too: it is not what is trained.
            ModelSpec[] candidates =
            [
                .. Specs.Of(InEditor(models.Values))
                    .Where(spec => spec.Class.Name == "N0" && HasNoError(spec))
                    .Where(spec => ModelBuilder.Build(spec, Mode.Inference).Model is { } built && IsSmall(SurfaceModel.Of(built)))
                    .OrderBy(spec => int.Parse(spec.Class.Namespace.AsSpan(1), CultureInfo.InvariantCulture)),
            ];
            GeneratorRun run = InEditor(candidates.Select(spec => models[spec.Class.Namespace]));
            HashSet<string?> wrong = [.. run.CompilerDiagnostics.Where(IsError).Select(error => error.Location.SourceTree?.FilePath)];
            for (int i = 0; i < candidates.Length && accepted.Count < count; i++)
            {
                if (!wrong.Contains(string.Create(CultureInfo.InvariantCulture, $"Source{i}.cs")))
                    accepted.Add(models[candidates[i].Class.Namespace], candidates[i]);
            }
        }

        return accepted;

        static GeneratorRun InEditor(IEnumerable<string> models) =>
            GeneratorHarness.InEditor([.. models.Select(model => "using ModelGen;\n" + model)]).Run();
    }

    /// <summary>The first of them.</summary>
    public AcceptedModels First(int count)
    {
        AcceptedModels first = new();
        first._models.AddRange(_models.Take(count));
        return first;
    }

    /// <summary>
    /// Compiles all of them, and trains each for a step on two samples, the fewest that a normalization over a batch takes.
    /// </summary>
    public void Train()
    {
        using DynamicAssembly assembly = GeneratorHarness.Run(Source).CompileAndLoad();
        assembly.Method<Action>("Training", "Run")();
    }

    /// <summary>Trains each for a step on two samples; the kernels are interpreted.</summary>
    public void Interpret()
    {
        foreach ((_, _, ModelSpec spec) in _models)
        {
            ModelPrograms programs = new(spec);
            BuiltModel built = programs.Built;
            float[][] inputs = [.. built.Inputs.Select(input => new float[2 * input.Value.Shape.SampleElements])];
            Targets targets = new(null, null)
            {
                Several =
                [
                    .. built.Losses.GroupBy(loss => loss.TargetName).Select(losses =>
                        new float[losses.First().TargetShape(losses.First().Output.Shape).Elements(2)]),
                ],
            };
            _ = new InterpretedModel(programs, seed: 1).TrainStep(inputs, targets);
        }
    }

    private void Add(string text, ModelSpec spec)
    {
        SurfaceModel model = SurfaceModel.Of(ModelBuilder.Build(spec, Mode.Inference).Model!);
        string inputs = string.Join(
            ", ",
            model.Inputs.Select(input => string.Create(CultureInfo.InvariantCulture, $"new float[2 * {input.Size}]")));
        string type = model.Class.FullName;
        string targets = string.Concat(model.Objectives[0].Targets.Select(target =>
            $", new {target.Type}[2 * {(target.Size == "OutputSize" ? type + ".OutputSize" : target.Size)}]"));
        _models.Add((text, $"        new {type}(1).TrainStep({inputs}{targets});\n", spec));
    }

    private static bool IsSmall(SurfaceModel model) =>
        Math.Max(model.ParameterCount, model.Inputs.Concat(model.Outputs).Max(port => port.Size)) <= MostNumbers;

    private static bool HasNoError(ModelSpec spec) =>
        ModelCompiler.Check(spec).All(diagnostic => diagnostic.Descriptor.Severity != Severity.Error);

    private static bool IsError(Microsoft.CodeAnalysis.Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
}
