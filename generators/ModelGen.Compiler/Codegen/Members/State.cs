namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>LearningRate</c>, <c>Threads</c> and <c>Parameters</c>.</summary>
internal static class State
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        members.Property(
            Documentation.Summary(LearningRateSummary(model))
                .Throws("System.ArgumentOutOfRangeException", "It is set to a number that is negative, NaN or infinite."),
            "public float LearningRate",
            $$"""

            {
                get => _learningRate;
                set => _learningRate = {{Framework.Arguments}}.LearningRate(value);
            }
            """,
            """

            {
                get => throw DeclarationHasErrors();
                set => throw DeclarationHasErrors();
            }
            """);
        members.Property(
            Documentation
                .Summary(
                    "The most threads that work at one call, 1 to begin with: the caller's own and such as are free, never more than "
                        + "there are processors. Little work is done on one. The results are the same bits with any number.")
                .Throws("System.ArgumentOutOfRangeException", "It is set to less than 1."),
            "public int Threads",
            $$"""

            {
                get => _threads;
                set => _threads = {{Framework.Arguments}}.Threads(value);
            }
            """,
            """

            {
                get => throw DeclarationHasErrors();
                set => throw DeclarationHasErrors();
            }
            """);
        members.Property(
            Documentation.Summary(
                "The weights and their gradients, live, by name or by position: <c>Parameters[\"" + Example(model) + "\"]</c>."),
            $"public {Framework.ParameterSet} Parameters",
            " { get; }");
    }

    private static string LearningRateSummary(SurfaceModel model) =>
        "The learning rate that the next update uses: finite, at least 0."
        + (model.Built is { } built ? $" It starts at {Literals.Float(built.Optimizer!.Attribute.LearningRate).TrimEnd('f')}." : "");

    private static string Example(SurfaceModel model) =>
        Documentation.Escape(model.Built?.Parameters.FirstOrDefault()?.Name ?? "dense1.weight");
}
