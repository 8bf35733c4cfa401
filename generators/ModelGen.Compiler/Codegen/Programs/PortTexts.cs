using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The C# names of a caller's arguments, as in the public members.</summary>
internal sealed class PortTexts(SurfaceModel surface)
{
    /// <summary>The class of a program's constants.</summary>
    public const string Tables = "Tables";

    /// <summary>The position of a stream.</summary>
    public const string Position = "streamPosition";

    /// <summary>The parameter that brings the leaf.</summary>
    public string Of(LeafOp leaf) => leaf.Kind switch
    {
        LeafKind.Input or LeafKind.Tokens => Input(leaf.LeafName).Parameter,
        LeafKind.Output => Output(leaf.LeafName).Parameter,
        LeafKind.OutputGradient when leaf.LeafName != LeafOp.OutputGradient =>
            At(surface.Outputs, NamesOfOutputs.Select(LeafOp.GradientOf), leaf.LeafName).GradientParameter,
        LeafKind.Position => Position,
        LeafKind.Target or LeafKind.Label when TargetOf(leaf.LeafName) is { } target => target.Parameter,
        LeafKind.StartState => BatchStart.StartState,
        _ => leaf.LeafName,
    };

    /// <summary>The parameter that takes the result, or null if there is none.</summary>
    public string? Of(GraphOutput output) => output.Role switch
    {
        OutputRole.Loss => Losses.Single(loss => loss.Name == output.Name).PerSample,
        OutputRole.Range or OutputRole.Penalty => output.Name,
        OutputRole.FinalState => BatchStart.FinalState,
        OutputRole.Output => Output(output.Name).Parameter,
        OutputRole.InputGradient => Input(output.Name).GradientParameter,
        OutputRole.OutputGradient => Output(output.Name).GradientParameter,
        _ => null,
    };

    /// <summary>The name of a port in the code behind the public members, which no local has.</summary>
    public static string Span(string port) => port.TrimStart('@') + "Span";

    /// <summary>The losses of the samples.</summary>
    public IReadOnlyList<LossPort> Losses => surface.Objectives[0].Losses;

    private TargetPort? TargetOf(string leaf) => surface.Objectives[0].Targets.FirstOrDefault(target => target.Leaf == leaf);

    private Port Input(string name) => At(surface.Inputs, surface.Built!.Inputs.Select(i => i.Name), name);

    private Port Output(string name) => At(surface.Outputs, NamesOfOutputs, name);

    private IEnumerable<string> NamesOfOutputs => surface.Built!.Outputs.Select(o => o.Name);

    private static Port At(IReadOnlyList<Port> ports, IEnumerable<string> names, string name)
    {
        var index = names.ToList().IndexOf(name);
        return index >= 0 ? ports[index] : throw new CompilerException($"The model has no port '{name}'.");
    }
}
