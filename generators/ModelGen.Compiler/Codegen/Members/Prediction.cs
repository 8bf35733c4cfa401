namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>Predict</c>.</summary>
internal static class Prediction
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        foreach (var start in BatchStart.Of(model)) Write(model, start, members);
    }

    private static void Write(SurfaceModel model, BatchStart start, MemberWriter members) =>
        members.Method(
            Docs(model, start),
            model.OnlyPredicts ? "public static void Predict" : "public void Predict",
            [.. Framework.Read(model.Inputs), .. start.Parameters, .. Framework.Written(model.Outputs)],
            [
                .. Checks.Inputs(model),
                .. start.Enter,
                .. Checks.Outputs(model),
                .. model.NumericInputs.SelectMany(i =>
                    model.Outputs.Select(o => $"{model.ArgumentChecks}.Apart({i.Parameter}, {o.Parameter}, {o.NameOf}, {i.NameOf});")),
                Checks.Call(
                    KernelMethods.Predict(model),
                    [
                        .. model.Inputs.Select(i => i.Parameter),
                        .. model.Outputs.Select(o => o.Parameter),
                        .. start.Arguments,
                        "samples",
                    ]),
                .. start.Advance,
            ]);

    private static Documentation Docs(SurfaceModel model, BatchStart start)
    {
        var docs = Documentation.Summary(
            "Computes the outputs of n ≥ 1 samples, n from the lengths. Safe to call from many threads"
            + (start.IsPassed ? ", each with a state of its own" : "") + "; allocates nothing after the first call of a thread.");
        return Ports(docs, model, start)
            .Throws("System.ArgumentException", start.LengthDocs.TrimEnd('.') + ", or outputs overlap inputs.");
    }

    /// <summary>Describes the inputs and outputs.</summary>
    public static Documentation Ports(Documentation docs, SurfaceModel model, BatchStart start)
    {
        Inputs(docs, model);
        start.Describe(docs);
        foreach (var output in model.Outputs) docs.Param(output.Name, $"Receives {output.Elements}: exactly as many.");
        return docs;
    }

    public static Documentation Inputs(Documentation docs, SurfaceModel model)
    {
        foreach (var input in model.Inputs) docs.Param(input.Name, input.Elements + ", sample after sample.");
        return docs;
    }
}
