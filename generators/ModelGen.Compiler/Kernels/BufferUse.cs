namespace ModelGen.Compiler.Kernels;

/// <summary>Which buffers statements read and write.</summary>
public static class BufferUse
{
    public static IEnumerable<BufferArgument> Written(IReadOnlyList<Statement> statements) => Of(statements, isRead: false);

    public static IEnumerable<BufferArgument> Read(IReadOnlyList<Statement> statements) => Of(statements, isRead: true);

    private static IEnumerable<BufferArgument> Of(IReadOnlyList<Statement> statements, bool isRead) =>
        Accesses.Of(statements).Where(access => access.IsRead == isRead).Select(access => access.Buffer);

    private sealed class Accesses : KernelWalk
    {
        private readonly List<BufferAccess> _found = [];

        public static IReadOnlyList<BufferAccess> Of(IReadOnlyList<Statement> statements)
        {
            var accesses = new Accesses();
            accesses.Body(statements);
            return accesses._found;
        }

        protected override void Access(BufferAccess access) => _found.Add(access);
    }
}
