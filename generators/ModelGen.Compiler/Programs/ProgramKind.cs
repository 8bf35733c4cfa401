using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Programs;

/// <summary>A method that a program becomes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">The phase that it runs; null if it runs the whole program.</param>
internal sealed record ProgramMethod(string Name, Phase? Phase = null);

/// <summary>
/// A program that models can have: what it computes, and how it is run. Planning, printing and explaining iterate over
/// <see cref="ProgramTable"/>.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Graph">Its graph before lanes and layouts are chosen; null if a model does not need it.</param>
internal sealed record ProgramKind(string Name, Func<ProgramSource, TensorGraph?> Graph)
{
    /// <summary>The pass that chooses the lanes; without one, features are in the lanes.</summary>
    public Pass? Lanes { get; init; }

    /// <summary>
    /// Whether threads share each kernel, in the memory of the model. Otherwise each thread has its own samples and scratch memory.
    /// </summary>
    public bool IsShared { get; init; }

    /// <summary>Whether it runs for exactly one sample, whose kernels threads share: in scratch memory of the caller.</summary>
    public bool IsForOneSample { get; init; }

    /// <summary>Whether a model that only predicts has it, too.</summary>
    public bool Predicts { get; init; }

    /// <summary>Whether inputs must outlive the call that passes them, for a later method.</summary>
    public bool KeepsInputs { get; init; }

    /// <summary>The methods, in the order in which they are written.</summary>
    public IReadOnlyList<ProgramMethod> Methods { get; init; } = [new(Name)];

    /// <summary>The program's graph for a model, lanes and layouts chosen; null if the model does not need it.</summary>
    /// <param name="source">The model.</param>
    /// <param name="verify">Whether the graph's invariants are checked after each pass.</param>
    public TensorGraph? GraphOf(ProgramSource source, bool verify = false)
    {
        if (Graph(source) is not { } graph) return null;
        Pass[] lanes = Lanes is null ? [] : [Lanes];
        return Pass.Run(
            graph,
            [ScansToLoops.Pass, .. lanes, .. ArithmeticPasses.OfGradients(source.Model.Spec.Arithmetic), .. LayoutPasses.All],
            verify);
    }

    public override string ToString() => Name;
}
