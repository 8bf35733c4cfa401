using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The constructor, the fields it fills, and the descriptions of the parameters.</summary>
internal static class Construction
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (model.Built is { } built) WriteFields(members);
        members.Method(
            Documentation.Summary("Makes a model with fresh weights.")
                .Param("seed", "Decides the starting weights and the masks of dropout: the same seed gives the same bits on every machine."),
            "public " + model.ClassName,
            ["int seed = 0"],
            model.IsStub ? [] : Body(model));
    }

    public static void WriteDescriptors(SurfaceModel model, MemberWriter members)
    {
        if (model.Built is null) return;
        var slots = new ParameterLayout(model.Built.Parameters).Slots;
        members.Private(
        [
            "// Name, standard shape, place in the flat buffer, strides there, starting values.",
            $"private static {Framework.ParameterDescriptor}[] DescribeParameters() =>",
            "[",
            .. slots.Select(slot => $"    {Descriptor(slot)},"),
            "];",
        ]);
    }

    private static void WriteFields(MemberWriter members) => members.Private(
        $"private readonly {Framework.AlignedBuffer} _parameters;",
        $"private readonly {Framework.AlignedBuffer} _gradients;",
        "private readonly uint _seed;",
        "private uint _step; // training passes so far: with the seed, the key of dropout's masks",
        "private float _learningRate;",
        "private int _threads = 1;",
        "private int _forwardSamples; // samples of the Forward that waits for its Backward, or 0");

    private static string[] Body(SurfaceModel model)
    {
        var size = Literals.Integer(new ParameterLayout(model.Built!.Parameters).Size);
        return
        [
            "_seed = unchecked((uint)seed);",
            $"_learningRate = {Literals.Float(model.Built.Optimizer!.Attribute.LearningRate)};",
            $"_parameters = new {Framework.AlignedBuffer}({size});",
            $"_gradients = new {Framework.AlignedBuffer}({size});",
            $"Parameters = new {Framework.ParameterSet}(DescribeParameters(), _parameters, _gradients);",
            "Parameters.Initialize(seed);",
        ];
    }

    private static string Descriptor(ParameterSlot slot)
    {
        var parameter = slot.Parameter;
        return $"new({Literals.Text(parameter.Name)}, {Integers(parameter.StandardShape)}, {Literals.Integer(slot.Offset)}, "
            + $"{Integers(slot.StandardStrides())}, {Initialization(parameter.Init)}{(slot.StandardPanelAxis < 0 ? "" : $", panelAxis: {slot.StandardPanelAxis}")})";
    }

    private static string Initialization(ParameterInit init) =>
        $"new({Framework.InitializationKind}.{init.Kind}, {Literals.Float(init.Scale)}, {Literals.Integer(init.FanIn)}, {Literals.Integer(init.FanOut)})";

    private static string Integers(IEnumerable<int> values) => "[" + string.Join(", ", values.Select(v => Literals.Integer(v))) + "]";
}
