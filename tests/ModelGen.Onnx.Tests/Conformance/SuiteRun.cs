using System.Globalization;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.Generator;

namespace ModelGen.Onnx.Tests.Conformance;

/// <summary>Imports models of the suite, compiles their classes all at once, and computes with the graph of each.</summary>
internal static class SuiteRun
{
    /// <summary>The suite's own tolerances.</summary>
    private const double Relative = 1e-3, Absolute = 1e-7;

    /// <summary>Runs models.</summary>
    /// <returns>A line for each: its name and what came of it: <c>agrees</c>, or the reason for which it was refused.</returns>
    public static IReadOnlyList<(string Name, string Result)> Of(IReadOnlyList<SuiteModel> models)
    {
        Dictionary<string, string> results = [];
        List<Attempt> attempts = [];
        foreach (SuiteModel model in models)
        {
            foreach ((OnnxTensor[] inputs, OnnxTensor[] outputs) in model.Data())
            {
                string reason = "";
                foreach (Attempt attempt in Attempt.Of(model, inputs, outputs))
                {
                    if (attempt.Import(Name(attempts.Count)))
                    {
                        attempts.Add(attempt);
                        reason = "";
                        break;
                    }

                    if (reason.Length == 0 || attempt.HasBatch) reason = attempt.Reason;
                }

                if (reason.Length > 0) results[model.Name] = "refused: " + reason;
            }
        }

        Dictionary<string, ModelSpec> specs = Specs([.. attempts.Select(one => one.Imported!.Source)]);
        for (int i = 0; i < attempts.Count; i++)
        {
            if (Problem(specs[Name(i)], attempts[i]) is { } problem) results[attempts[i].Model.Name] = problem;
        }

        return [.. models.Select(model => (model.Name, results.GetValueOrDefault(model.Name, "agrees")))];
    }

    /// <summary>Compiles what was imported of a model, kernels and all, as a class that only predicts, and runs it.</summary>
    /// <param name="model">A model that agrees.</param>
    /// <param name="folder">Where the file of weights is put.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Compiled(SuiteModel model, string folder)
    {
        foreach ((OnnxTensor[] inputs, OnnxTensor[] outputs) in model.Data())
        {
            Attempt attempt = Attempt.Of(model, inputs, outputs).First(one => one.Import("Case", inference: true));
            ImportedModel imported = attempt.Imported!;
            imported.Write(folder);

            // The test kit adds the first using itself.
            string source = imported.Source.Replace("using ModelGen;\n", "", StringComparison.Ordinal);
            PredictionModel compiled = new(
                source, imported.ClassName, Path.Combine(folder, imported.WeightsFile), bits: 512, strict: false);
            float[][] found = compiled.Predict([.. attempt.Free.Select(i => inputs[i].ToFloats())], attempt.Samples);
            double[][] doubles = [.. found.Select(output => Array.ConvertAll(output, value => (double)value))];
            if (Difference(doubles, attempt) is { } difference) return difference;
        }

        return null;
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"Case{index}");

    private static Dictionary<string, ModelSpec> Specs(string[] sources)
    {
        GeneratorRun run = GeneratorHarness.InEditor(sources).Run();
        return run.Values(ModelGenerator.SpecStep).Cast<ModelSpec>().ToDictionary(spec => spec.Class.Name);
    }

    /// <summary>What is wrong with the results, or null.</summary>
    private static string? Problem(ModelSpec spec, Attempt attempt)
    {
        CheckResult check = ModelBuilder.Build(spec, Mode.Inference);
        if (check.Model is not { } built) return $"invalid: {check.Text}\n{attempt.Imported!.Source}";
        double[][] found;
        try
        {
            found = Compute(built, attempt);
        }
        catch (Exception problem)
        {
            return $"crash: {problem}\n{attempt.Imported!.Source}";
        }

        return Difference(found, attempt);
    }

    private static string? Difference(double[][] found, Attempt attempt)
    {
        for (int i = 0; i < attempt.Outputs.Count; i++)
        {
            double[] expected = attempt.Outputs[i].ToDoubles();
            if (i >= found.Length || found[i].Length != expected.Length)
                return $"wrong: output {i} has {(i < found.Length ? found[i].Length : 0)} numbers, not {expected.Length}.";
            for (int at = 0; at < expected.Length; at++)
            {
                if (!IsNear(found[i][at], expected[at]))
                    return $"wrong: output {i}, element {at} is {found[i][at]}, not {expected[at]}.\n{attempt.Imported!.Source}";
            }
        }

        return null;
    }

    private static bool IsNear(double found, double expected) =>
        found == expected || (double.IsNaN(found) && double.IsNaN(expected))
        || Math.Abs(found - expected) <= Absolute + (Relative * Math.Abs(expected));

    private static double[][] Compute(BuiltModel built, Attempt attempt)
    {
        Dictionary<string, double[]> values = [];
        for (int i = 0; i < built.Inputs.Count; i++) values[built.Inputs[i].Name] = attempt.Inputs[attempt.Free[i]].ToDoubles();
        foreach (ParameterInfo parameter in built.Stored)
        {
            values[parameter.Name] = parameter.IsCount
                ? new double[parameter.Elements]
                : parameter.ToMemory(Array.ConvertAll(attempt.Imported!.Weight(parameter.Name), value => (double)value));
        }

        TensorGraph graph = new(built.Outputs.Select(output => new GraphOutput(output.Name, output.Value.Node)));
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor> results = GraphInterpreter.Run(
            graph, new EvaluationContext(attempt.Samples, leaf => values[leaf.LeafName]));
        return [.. graph.Outputs.Select(output => results[output.Node].Data)];
    }
}
