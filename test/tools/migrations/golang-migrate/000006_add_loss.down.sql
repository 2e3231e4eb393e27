SELECT 'a value of an enum stays';
