using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>
/// What lets several processes compute one training step, for projects that reference <c>ModelGen.Mpi</c>: <c>TrainStep</c> then stops
/// behind the gradients of a part of the batch, and <c>Finish</c> makes the update.
/// </summary>
internal static class PartialSteps
{
    /// <summary>The field with the part of the step that is computed next; null where a step is a whole one.</summary>
    public const string Field = "_share";

    private const string Interface = "global::ModelGen.Runtime.IPartialSteps";

    /// <summary>The type of the field.</summary>
    public const string ShareType = "global::ModelGen.Runtime.StepShare";

    /// <summary>What the class implements.</summary>
    public static IEnumerable<string> BaseList(SurfaceModel model) => model.SharesSteps ? [Interface] : [];

    /// <summary>The fields.</summary>
    public static string[] Fields(Layers.BuiltModel model) => model.Spec.SharesSteps
        ?
        [
            $"private {ShareType}? {Field}; // the part of a step that is computed next, if others compute the rest",
            $"private {Framework.AlignedBuffer}? _newGradients;",
        ]
        : [];

    /// <summary>What the sum of a loss is divided by: over the whole batch.</summary>
    public static string Divisor(SurfaceModel model, int loss, string own) =>
        model.SharesSteps ? $"({Field}?.Divisors[{Literals.Integer(loss)}] ?? {own})" : own;

    /// <summary>Behind the checks: tells how much the losses of this part are to be divided by, if that was asked for.</summary>
    public static string[] Weigh(SurfaceModel model, Objective objective) => model.SharesSteps
        ? [$"if ({Field}?.Weighs([{string.Join(", ", objective.Losses.Select(Checks.Divisor))}]) == true) return 0;"]
        : [];

    /// <summary>Behind the gradients: tells the sums of the losses.</summary>
    public static string[] Stop(SurfaceModel model, Objective objective) => model.SharesSteps
        ? [$"if ({Field}?.Takes([{string.Join(", ", objective.Losses.Select(loss => loss.Sum))}]) == true) return 0;"]
        : [];

    /// <summary>The members.</summary>
    /// <param name="model">The model.</param>
    /// <param name="finish">What <c>TrainStep</c> does behind the gradients.</param>
    /// <param name="members">Where to.</param>
    public static void Write(SurfaceModel model, IEnumerable<string> finish, MemberWriter members)
    {
        if (!model.SharesSteps) return;
        var (objective, layout) = (model.Objectives[0], new ParameterLayout(model.Built!.Stored));
        var size = Literals.Integer(layout.TrainableSize);
        var losses = objective.Losses;
        members.Property(null, $"{ShareType}? {Interface}.Share", $" {{ get => {Field}; set => {Field} = value; }}");
        members.Property(null, $"int {Interface}.LossCount", $" => {Literals.Integer(losses.Count)};");
        members.Property(
            null, $"bool {Interface}.WeighsLabels", $" => {(losses.Any(loss => loss.WeighsLabels) ? "true" : "false")};");
        members.Property(
            null,
            $"global::System.Span<float> {Interface}.Gradients",
            model.Accumulate > 1 ? $" => (_newGradients ??= new({size})).Span;" : $" => _gradients.Span[..{size}];");
        members.Property(
            null,
            $"global::System.Span<float> {Interface}.Buffers",
            model.Built.Buffers.Count > 0 ? " => _newBuffers.Span;" : " => default;");
        foreach (var (method, result) in new[] { ("Ranges", "ranges"), ("SharedSums", "sums") })
        {
            members.Method(
                null,
                $"int[] {Interface}.{method}",
                [],
                [
                    "int[] ranges = [], sums = [];",
                    Checks.Call(KernelMethods.DescribeRanges, ["ref ranges", "ref sums"]),
                    $"return {result};",
                ]);
        }

        members.Method(
            null,
            $"float {Interface}.Finish",
            [Framework.Span("losses")],
            [
                .. losses.Select((loss, i) => $"var {loss.Sum} = {Field}!.Sums[{Literals.Integer(i)}];"),
                .. losses.Select((loss, i) => (Name: Checks.Divisor(loss), Index: i)).GroupBy(divisor => divisor.Name)
                    .Select(same => $"var {same.Key} = {Field}!.Divisors[{Literals.Integer(same.First().Index)}];"),
                .. finish,
            ]);
    }
}
