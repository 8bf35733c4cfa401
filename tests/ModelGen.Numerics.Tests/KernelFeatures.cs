using ModelGen.Compiler.Kernels;

namespace ModelGen.Numerics.Tests;

/// <summary>The kinds of things in a kernel that are printed in different ways.</summary>
internal static class KernelFeatures
{
    public static IEnumerable<string> Of(Kernel kernel)
    {
        string division = kernel.Division.GetType().Name;
        yield return $"{kernel.Kind} by {division}{(kernel.IsNarrow ? ", narrow" : "")}";
        foreach (string feature in kernel.Body.SelectMany(Of)) yield return feature;
    }

    private static IEnumerable<string> Of(Statement statement) =>
        statement switch
        {
            Statement.Let let => Of(let.Value).Append($"let {(let.Local.IsUniform ? "uniform" : "vector")}"),
            Statement.Assign assign => Of(assign.Value),
            Statement.Store store => Of(store.Value).Append("store"),
            Statement.StoreFirst store => Of(store.Value).Append("store the first of " + store.Value.GetType().Name),
            Statement.When edge => edge.Body.SelectMany(Of).Append("when"),
            Statement.ReadIndex => ["index"],
            Statement.Loop loop => loop
                .Segments.SelectMany(s => s.Body.SelectMany(Of).Append(s.Unrolled ? "unrolled" : "rolled"))
                .Append(
                    $"loop {(loop.Extent.PerSample ? "of samples" : "of constants")} in {loop.Segments.Count} "
                        + $"segments{(loop.First is null ? "" : " from")}{(loop.End is null ? "" : " until")}"),
            _ => [statement.GetType().Name],
        };

    private static IEnumerable<string> Of(VectorExpression expression) =>
        expression switch
        {
            VectorExpression.Call call => call.Arguments.SelectMany(Of).Append(call.Function.Name),
            VectorExpression.Mask mask => Of(mask.Value)
                .Append($"mask of {(mask.Extent.PerSample ? "samples" : "features")} with {mask.Fill}"),
            VectorExpression.CombineLanes combine => Of(combine.Value).Append($"{combine.Kind} of lanes"),
            VectorExpression.Position position => [$"position{(position.AlongLanes ? " along lanes" : "")}"],
            VectorExpression.Random random =>
            [
                $"random{(random.ElementAlongLanes ? ", elements" : "")}{(random.SampleAlongLanes ? ", samples" : "")}",
            ],
            _ => [expression.GetType().Name],
        };
}
