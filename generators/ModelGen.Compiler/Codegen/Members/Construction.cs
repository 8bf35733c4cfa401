using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The constructor, and the fields it fills.</summary>
internal static class Construction
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (model.Built is { } built) WriteFields(built, members);
        members.Method(
            Documentation
                .Summary("Makes a model with fresh weights.")
                .Param(
                    "seed",
                    "Decides the starting weights and the masks of dropout: the same seed gives the same bits on every machine."),
            "public " + model.ClassName,
            ["int seed = 0"],
            model.IsStub ? [] : Body(model));
    }

    /// <summary>Lets the buffers take the values that a training program has found for them. Before that, nothing has changed.</summary>
    public static IEnumerable<string> TakeBuffers(SurfaceModel model) => model.Built?.Buffers.Count > 0
        ? [$"_newBuffers.Span.CopyTo(_parameters.Span[{Literals.Integer(new ParameterLayout(model.Built.Stored).TrainableSize)}..]);"]
        : [];

    private static void WriteFields(BuiltModel model, MemberWriter members) =>
        members.Private([
            $"private readonly {Framework.AlignedBuffer} _parameters;",
            $"private readonly {Framework.AlignedBuffer} _gradients;",
            .. model.Buffers.Count > 0
                ?
                [
                    $"private readonly {Framework.AlignedBuffer} _newBuffers; // what a training pass makes of the buffers, such as "
                        + "running means",
                ]
                : Array.Empty<string>(),
            "private uint _seed;",
            "private uint _step; // training passes so far: with the seed, the key of dropout's masks",
            "private float _learningRate;",
            "private int _threads = 1;",
            "private int _forwardSamples; // samples of the Forward that waits for its Backward, or 0",
            "private uint _forwardStep; // the number of that Forward, which decided its random numbers",
            "private int _weightChanges; // changes of the weights so far: a Backward needs those of its Forward",
            .. model.Optimizer!.Accumulate > 1
                ? ["private int _accumulated; // training steps since the last update"]
                : Array.Empty<string>(),
            .. PartialSteps.Fields(model),
        ]);

    private static string[] Body(SurfaceModel model)
    {
        var layout = new ParameterLayout(model.Built!.Stored);
        var size = Literals.Integer(layout.Size);
        return
        [
            "// A static field chooses the width, and its exception would come wrapped: a limit that is no width is refused here.",
            $"{KernelMethods.CheckWidth.Name}();",
            "_seed = unchecked((uint)seed);",
            $"_learningRate = {Literals.Float(model.Built.Optimizer!.Attribute.LearningRate)};",
            $"_parameters = new {Framework.AlignedBuffer}({size});",
            $"_gradients = new {Framework.AlignedBuffer}({size});",
            .. layout.BufferSize > 0
                ? [$"_newBuffers = new {Framework.AlignedBuffer}({Literals.Integer(layout.BufferSize)});"]
                : Array.Empty<string>(),
            $"{Framework.ParameterDescriptor}[] parameters = [];",
            "var architecture = \"\";",
            $"{KernelMethods.DescribeParameters.Name}(ref parameters, ref architecture);",
            $"Parameters = new {Framework.ParameterSet}(parameters, _parameters, _gradients) {{ Architecture = architecture }};",
            "Parameters.Initialize(seed);",
        ];
    }
}
