namespace ModelGen.Compiler.Kernels;

/// <summary>A kernel among those that become one.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Memory">For each of its buffers, in order, the buffer of the whole in which it lies, and where it begins there.</param>
internal sealed record KernelPart(Kernel Kernel, IReadOnlyList<(BufferArgument Buffer, int Start)> Memory);
