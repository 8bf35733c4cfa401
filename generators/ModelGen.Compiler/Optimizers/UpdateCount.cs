namespace ModelGen.Compiler.Optimizers;

/// <summary>The number t of the step, from 1, as a number of the host.</summary>
internal static class UpdateCount
{
    public const string Name = "updates";

    public static readonly HostExpression Value = new HostExpression.Variable(Name);

    public static readonly HostState State = new(Name, 0, Value + 1);
}
